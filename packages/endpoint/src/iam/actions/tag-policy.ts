import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findPolicy, type IamEngine } from '../engine.ts';
import { policyArn } from '../inputs.ts';
import { policyOf } from '../resource-arns.ts';
import { addTags, tagList } from '../tags.ts';

export const tagPolicy = operation('iam', 'TagPolicy', {
  resource: policyOf,
  input: z.object({ PolicyArn: policyArn, Tags: tagList }),
  run(engine: IamEngine, input) {
    const policy = findPolicy(engine, input.PolicyArn);
    engine.policies.set(policy.arn, { ...policy, tags: addTags(policy.tags, input.Tags) });
    return {};
  },
});
