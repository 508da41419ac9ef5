import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findRole, type IamEngine, saveRole } from '../engine.ts';
import { iamError } from '../errors.ts';
import { roleName } from '../inputs.ts';
import { roleOf } from '../resource-arns.ts';

export const deleteRolePermissionsBoundary = operation('iam', 'DeleteRolePermissionsBoundary', {
  resource: roleOf,
  input: z.object({ RoleName: roleName }),
  run(engine: IamEngine, input) {
    const role = findRole(engine, input.RoleName);
    if (role.boundary === undefined) {
      throw iamError.noSuchEntity(`The permissions boundary of the role with name ${role.name}`);
    }
    saveRole(engine, { ...role, boundary: undefined });
    return {};
  },
});
