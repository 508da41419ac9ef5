import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findRole, type IamEngine } from '../engine.ts';
import { roleName } from '../inputs.ts';
import { roleOf } from '../resource-arns.ts';
import { toRole } from '../shapes.ts';

export const getRole = operation('iam', 'GetRole', {
  resource: roleOf,
  input: z.object({ RoleName: roleName }),
  run: (engine: IamEngine, input) => ({
    Role: { ...toRole(findRole(engine, input.RoleName)), RoleLastUsed: {} },
  }),
});
