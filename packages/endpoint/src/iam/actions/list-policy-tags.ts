import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findPolicy, type IamEngine } from '../engine.ts';
import { pageInput, pageOf, policyArn } from '../inputs.ts';
import { policyOf } from '../resource-arns.ts';
import { toTagList } from '../tags.ts';

export const listPolicyTags = operation('iam', 'ListPolicyTags', {
  resource: policyOf,
  input: z.object({ ...pageInput, PolicyArn: policyArn }),
  run(engine: IamEngine, input) {
    const tags = toTagList(findPolicy(engine, input.PolicyArn).tags);
    const { items, position } = pageOf(tags, ({ Key }) => Key, input);
    return { Tags: items, ...position };
  },
});
