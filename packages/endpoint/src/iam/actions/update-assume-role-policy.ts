import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findRole, type IamEngine, saveRole } from '../engine.ts';
import { policyText, roleName } from '../inputs.ts';
import { roleOf } from '../resource-arns.ts';
import { checkTrustPolicy } from '../role-rules.ts';

export const updateAssumeRolePolicy = operation('iam', 'UpdateAssumeRolePolicy', {
  resource: roleOf,
  input: z.object({ RoleName: roleName, PolicyDocument: policyText }),
  run(engine: IamEngine, input) {
    const role = findRole(engine, input.RoleName);
    saveRole(engine, { ...role, trust: checkTrustPolicy(engine, input.PolicyDocument) });
    return {};
  },
});
