import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findPolicy, findVersion, type IamEngine } from '../engine.ts';
import { iamError } from '../errors.ts';
import { policyArn } from '../inputs.ts';
import { policyOf } from '../resource-arns.ts';

export const deletePolicyVersion = operation('iam', 'DeletePolicyVersion', {
  resource: policyOf,
  input: z.object({
    PolicyArn: policyArn,
    VersionId: z.string().regex(/^v[1-9]\d*$/, 'must be a version such as v1'),
  }),
  run(engine: IamEngine, input) {
    const policy = findPolicy(engine, input.PolicyArn);
    const { id } = findVersion(policy, input.VersionId);
    if (id === policy.defaultVersion) {
      throw iamError.deleteConflict('Cannot delete the default version of a policy.');
    }
    const versions = policy.versions.filter((version) => version.id !== id);
    engine.policies.set(policy.arn, { ...policy, versions });
    return {};
  },
});
