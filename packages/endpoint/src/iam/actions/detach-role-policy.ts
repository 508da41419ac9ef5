import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findRole, type IamEngine, saveRole } from '../engine.ts';
import { iamError } from '../errors.ts';
import { policyArn, roleName } from '../inputs.ts';
import { roleOf } from '../resource-arns.ts';

export const detachRolePolicy = operation('iam', 'DetachRolePolicy', {
  resource: roleOf,
  input: z.object({ RoleName: roleName, PolicyArn: policyArn }),
  run(engine: IamEngine, input) {
    const role = findRole(engine, input.RoleName);
    if (!role.attached.includes(input.PolicyArn)) throw iamError.noSuchEntity(`Policy ${input.PolicyArn}`);
    saveRole(engine, { ...role, attached: role.attached.filter((arn) => arn !== input.PolicyArn) });
    return {};
  },
});
