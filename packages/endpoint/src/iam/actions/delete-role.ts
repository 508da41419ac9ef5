import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findRole, type IamEngine } from '../engine.ts';
import { iamError } from '../errors.ts';
import { roleName } from '../inputs.ts';
import { roleOf } from '../resource-arns.ts';

export const deleteRole = operation('iam', 'DeleteRole', {
  resource: roleOf,
  input: z.object({ RoleName: roleName }),
  run(engine: IamEngine, input) {
    const role = findRole(engine, input.RoleName);
    if (role.attached.length > 0) {
      throw iamError.deleteConflict('Cannot delete entity, must detach all policies first.');
    }
    if (Object.keys(role.inline).length > 0) {
      throw iamError.deleteConflict('Cannot delete entity, must delete policies first.');
    }
    engine.roles.delete(role.name.toLowerCase());
    return {};
  },
});
