import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findInline, findRole, type IamEngine, saveRole } from '../engine.ts';
import { policyName, roleName } from '../inputs.ts';
import { roleOf } from '../resource-arns.ts';

export const deleteRolePolicy = operation('iam', 'DeleteRolePolicy', {
  resource: roleOf,
  input: z.object({ RoleName: roleName, PolicyName: policyName }),
  run(engine: IamEngine, input) {
    const role = findRole(engine, input.RoleName);
    findInline(role, input.PolicyName);
    const left = Object.entries(role.inline).filter(([name]) => name !== input.PolicyName);
    saveRole(engine, { ...role, inline: Object.fromEntries(left) });
    return {};
  },
});
