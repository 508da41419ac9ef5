import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import { noResource } from '../../core/resource.ts';
import type { SnsEngine } from '../engine.ts';
import { snsError } from '../errors.ts';

const PAGE = 100;

export const listTopics = operation('sns', 'ListTopics', {
  resource: noResource,
  input: z.object({ NextToken: z.string().optional() }),
  run({ topics }: SnsEngine, { NextToken }) {
    const { items, next } = page(topics.all(), {
      keyOf: ({ record }) => record.arn,
      limit: PAGE,
      token: NextToken,
      invalid: () => snsError.invalidParameter('NextToken'),
    });
    return { Topics: items.map(({ record }) => ({ TopicArn: record.arn })), NextToken: next };
  },
});
