import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findPolicy, type IamEngine } from '../engine.ts';
import { list, policyArn } from '../inputs.ts';
import { policyOf } from '../resource-arns.ts';
import { removeTags } from '../tags.ts';

export const untagPolicy = operation('iam', 'UntagPolicy', {
  resource: policyOf,
  input: z.object({ PolicyArn: policyArn, TagKeys: list(z.string()) }),
  run(engine: IamEngine, input) {
    const policy = findPolicy(engine, input.PolicyArn);
    engine.policies.set(policy.arn, { ...policy, tags: removeTags(policy.tags, input.TagKeys) });
    return {};
  },
});
