import { z } from 'zod';
import { stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { asksForFifo, changeAttributes } from '../attributes.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import { checkRedrivePolicy } from '../redrive-policies.ts';
import { queueOf } from '../resource-arns.ts';

export const setQueueAttributes = operation('sqs', 'SetQueueAttributes', {
  resource: queueOf,
  input: z.object({ QueueUrl: z.string().default(''), Attributes: stringMap.default({}) }),
  run({ queues }: SqsEngine, { QueueUrl, Attributes }) {
    const queue = queues.byUrl(QueueUrl);
    const { isFifo } = queue.settings;
    if (Object.keys(Attributes).length === 0) throw sqsError.missingParameter('Attributes');
    if (isFifo && Attributes['FifoQueue'] !== undefined && !asksForFifo(Attributes)) {
      throw sqsError.invalidAttributeValue(
        'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
      );
    }
    const attributes = changeAttributes(queue.record.attributes, Attributes, isFifo);
    if (Attributes['RedrivePolicy']) {
      checkRedrivePolicy({ arn: queue.arn, isFifo }, Attributes['RedrivePolicy'], (arn) => queues.byArn(arn));
    }
    queue.record.attributes = attributes;
    queues.changed(queue);
    return {};
  },
});
