import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { queueOf } from '../resource-arns.ts';
import { changeVisibility, visibilityShape } from '../visibility.ts';

export const changeMessageVisibility = operation('sqs', 'ChangeMessageVisibility', {
  resource: queueOf,
  input: z.object({ QueueUrl: z.string().default(''), ...visibilityShape }),
  run({ queues }: SqsEngine, input) {
    changeVisibility(queues.byUrl(input.QueueUrl), input);
    return {};
  },
});
