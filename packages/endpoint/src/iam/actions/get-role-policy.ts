import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findInline, findRole, type IamEngine } from '../engine.ts';
import { policyName, roleName } from '../inputs.ts';
import { encodeDocument } from '../policy-document.ts';
import { roleOf } from '../resource-arns.ts';

export const getRolePolicy = operation('iam', 'GetRolePolicy', {
  resource: roleOf,
  input: z.object({ RoleName: roleName, PolicyName: policyName }),
  run(engine: IamEngine, input) {
    const role = findRole(engine, input.RoleName);
    const document = findInline(role, input.PolicyName);
    return {
      RoleName: role.name,
      PolicyName: input.PolicyName,
      PolicyDocument: encodeDocument(document),
    };
  },
});
