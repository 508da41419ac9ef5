import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checkAttachable, findRole, type IamEngine, saveRole } from '../engine.ts';
import { policyArn, roleName } from '../inputs.ts';
import { roleOf } from '../resource-arns.ts';

export const putRolePermissionsBoundary = operation('iam', 'PutRolePermissionsBoundary', {
  resource: roleOf,
  input: z.object({ RoleName: roleName, PermissionsBoundary: policyArn }),
  run(engine: IamEngine, input) {
    const role = findRole(engine, input.RoleName);
    checkAttachable(engine, input.PermissionsBoundary);
    saveRole(engine, { ...role, boundary: input.PermissionsBoundary });
    return {};
  },
});
