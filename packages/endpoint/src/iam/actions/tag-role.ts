import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findRole, type IamEngine, saveRole } from '../engine.ts';
import { roleName } from '../inputs.ts';
import { roleOf } from '../resource-arns.ts';
import { addTags, tagList } from '../tags.ts';

export const tagRole = operation('iam', 'TagRole', {
  resource: roleOf,
  input: z.object({ RoleName: roleName, Tags: tagList }),
  run(engine: IamEngine, input) {
    const role = findRole(engine, input.RoleName);
    saveRole(engine, { ...role, tags: addTags(role.tags, input.Tags) });
    return {};
  },
});
