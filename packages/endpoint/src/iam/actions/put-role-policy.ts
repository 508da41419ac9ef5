import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findRole, type IamEngine, saveRole } from '../engine.ts';
import { policyName, policyText, roleName } from '../inputs.ts';
import { parseIdentityPolicy } from '../policy-document.ts';
import { roleOf } from '../resource-arns.ts';
import { checkInlineSize } from '../role-rules.ts';

export const putRolePolicy = operation('iam', 'PutRolePolicy', {
  resource: roleOf,
  input: z.object({ RoleName: roleName, PolicyName: policyName, PolicyDocument: policyText }),
  run(engine: IamEngine, input) {
    const role = findRole(engine, input.RoleName);
    const inline = { ...role.inline, [input.PolicyName]: parseIdentityPolicy(input.PolicyDocument) };
    checkInlineSize(role, inline);
    saveRole(engine, { ...role, inline });
    return {};
  },
});
