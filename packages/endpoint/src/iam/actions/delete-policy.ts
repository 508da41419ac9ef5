import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { boundariesWith, findPolicy, type IamEngine, rolesWith } from '../engine.ts';
import { iamError } from '../errors.ts';
import { policyArn } from '../inputs.ts';
import { policyOf } from '../resource-arns.ts';

export const deletePolicy = operation('iam', 'DeletePolicy', {
  resource: policyOf,
  input: z.object({ PolicyArn: policyArn }),
  run(engine: IamEngine, input) {
    const policy = findPolicy(engine, input.PolicyArn);
    if (rolesWith(engine, policy.arn).length + boundariesWith(engine, policy.arn).length > 0) {
      throw iamError.deleteConflict('Cannot delete a policy attached to entities.');
    }
    if (policy.versions.length > 1) {
      throw iamError.deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    engine.policies.delete(policy.arn);
    return {};
  },
});
