import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findPolicy, findVersion, type IamEngine, now } from '../engine.ts';
import { policyArn } from '../inputs.ts';
import { policyOf } from '../resource-arns.ts';

export const setDefaultPolicyVersion = operation('iam', 'SetDefaultPolicyVersion', {
  resource: policyOf,
  input: z.object({
    PolicyArn: policyArn,
    VersionId: z.string().regex(/^v[1-9]\d*$/, 'must be a version such as v1'),
  }),
  run(engine: IamEngine, input) {
    const policy = findPolicy(engine, input.PolicyArn);
    const { id } = findVersion(policy, input.VersionId);
    engine.policies.set(policy.arn, { ...policy, defaultVersion: id, updated: now(engine) });
    return {};
  },
});
