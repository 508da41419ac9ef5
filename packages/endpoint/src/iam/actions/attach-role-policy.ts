import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checkAttachable, findRole, type IamEngine, saveRole } from '../engine.ts';
import { policyArn, roleName } from '../inputs.ts';
import { roleOf } from '../resource-arns.ts';
import { checkAttachedCount } from '../role-rules.ts';

export const attachRolePolicy = operation('iam', 'AttachRolePolicy', {
  resource: roleOf,
  input: z.object({ RoleName: roleName, PolicyArn: policyArn }),
  run(engine: IamEngine, input) {
    const role = findRole(engine, input.RoleName);
    checkAttachable(engine, input.PolicyArn);
    if (role.attached.includes(input.PolicyArn)) return {};
    const attached = [...role.attached, input.PolicyArn];
    checkAttachedCount(attached);
    saveRole(engine, { ...role, attached });
    return {};
  },
});
