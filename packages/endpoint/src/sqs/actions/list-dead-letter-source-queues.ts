import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import type { SqsEngine } from '../engine.ts';
import { checkMaxResults, invalidNextToken, MAX_PAGE_SIZE, pageShape } from '../paging.ts';
import { queueOf } from '../resource-arns.ts';

export const listDeadLetterSourceQueues = operation('sqs', 'ListDeadLetterSourceQueues', {
  resource: queueOf,
  input: z.object({ QueueUrl: z.string().default(''), ...pageShape }),
  run({ queues }: SqsEngine, { QueueUrl, MaxResults, NextToken }) {
    checkMaxResults(MaxResults);
    const { items, next } = page(queues.sourcesOf(queues.byUrl(QueueUrl)), {
      keyOf: (queue) => queue.record.name,
      limit: MaxResults ?? MAX_PAGE_SIZE,
      token: NextToken,
      invalid: invalidNextToken,
    });
    return {
      queueUrls: items.map((queue) => queues.urlOf(queue)),
      ...(MaxResults !== undefined && next !== undefined && { NextToken: next }),
    };
  },
});
