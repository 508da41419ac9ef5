import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import { noResource } from '../../core/resource.ts';
import type { SqsEngine } from '../engine.ts';
import { checkMaxResults, invalidNextToken, MAX_PAGE_SIZE, pageShape } from '../paging.ts';

export const listQueues = operation('sqs', 'ListQueues', {
  resource: noResource,
  input: z.object({ QueueNamePrefix: z.string().default(''), ...pageShape }),
  run({ queues }: SqsEngine, { QueueNamePrefix, MaxResults, NextToken }) {
    checkMaxResults(MaxResults);
    const { items, next } = page(
      queues.all().filter((queue) => queue.record.name.startsWith(QueueNamePrefix)),
      {
        keyOf: (queue) => queue.record.name,
        limit: MaxResults ?? MAX_PAGE_SIZE,
        token: NextToken,
        invalid: invalidNextToken,
      },
    );
    if (items.length === 0) return {};
    return {
      QueueUrls: items.map((queue) => queues.urlOf(queue)),
      // Without MaxResults there is one page of at most 1,000 and no token (API_ListQueues.html).
      ...(MaxResults !== undefined && next !== undefined && { NextToken: next }),
    };
  },
});
