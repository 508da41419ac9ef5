import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findRole, type IamEngine } from '../engine.ts';
import { pageInput, pageOf, roleName } from '../inputs.ts';
import { roleOf } from '../resource-arns.ts';
import { toTagList } from '../tags.ts';

export const listRoleTags = operation('iam', 'ListRoleTags', {
  resource: roleOf,
  input: z.object({ ...pageInput, RoleName: roleName }),
  run(engine: IamEngine, input) {
    const tags = toTagList(findRole(engine, input.RoleName).tags);
    const { items, position } = pageOf(tags, ({ Key }) => Key, input);
    return { Tags: items, ...position };
  },
});
