import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { findPolicy, type IamEngine, now } from '../engine.ts';
import { iamError } from '../errors.ts';
import { policyArn, policyText } from '../inputs.ts';
import { checkManagedPolicy } from '../policy-document.ts';
import { policyOf } from '../resource-arns.ts';
import { toListedVersion } from '../shapes.ts';

const MAX_VERSIONS = 5;

export const createPolicyVersion = operation('iam', 'CreatePolicyVersion', {
  resource: policyOf,
  input: z.object({ PolicyArn: policyArn, PolicyDocument: policyText, SetAsDefault: flag.default(false) }),
  run(engine: IamEngine, input) {
    const policy = findPolicy(engine, input.PolicyArn);
    if (policy.versions.length >= MAX_VERSIONS) {
      throw iamError.limitExceeded(
        `A managed policy can have up to ${MAX_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
      );
    }
    const lastVersion = policy.lastVersion + 1;
    const version = {
      id: `v${lastVersion}`,
      document: checkManagedPolicy(input.PolicyDocument),
      created: now(engine),
    };
    const changed = {
      ...policy,
      lastVersion,
      updated: version.created,
      versions: [...policy.versions, version],
      defaultVersion: input.SetAsDefault ? version.id : policy.defaultVersion,
    };
    engine.policies.set(policy.arn, changed);
    return { PolicyVersion: toListedVersion(changed, version) };
  },
});
