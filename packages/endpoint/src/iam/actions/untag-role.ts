import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findRole, type IamEngine, saveRole } from '../engine.ts';
import { list, roleName } from '../inputs.ts';
import { roleOf } from '../resource-arns.ts';
import { removeTags } from '../tags.ts';

export const untagRole = operation('iam', 'UntagRole', {
  resource: roleOf,
  input: z.object({ RoleName: roleName, TagKeys: list(z.string()) }),
  run(engine: IamEngine, input) {
    const role = findRole(engine, input.RoleName);
    saveRole(engine, { ...role, tags: removeTags(role.tags, input.TagKeys) });
    return {};
  },
});
