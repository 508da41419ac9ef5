import { z } from 'zod';
import { stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { changeAttributes } from '../attributes.ts';
import type { SqsEngine } from '../engine.ts';
import { errors } from '../errors.ts';
import { checkRedrivePolicy } from '../redrive-policies.ts';

export const setQueueAttributes = operation<'sqs', 'SetQueueAttributes'>()({
  input: z.object({ QueueUrl: z.string().default(''), Attributes: stringMap.default({}) }),
  run({ queues }: SqsEngine, { QueueUrl, Attributes }) {
    const queue = queues.byUrl(QueueUrl);
    const { isFifo } = queue.settings;
    if (Attributes['FifoQueue'] !== undefined && Attributes['FifoQueue'] !== String(isFifo)) {
      throw errors.invalidAttributeValue(
        'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
      );
    }
    const attributes = changeAttributes(queue.record.attributes, Attributes, isFifo);
    if (!isFifo) delete attributes['FifoQueue'];
    if (Attributes['RedrivePolicy']) {
      checkRedrivePolicy({ arn: queue.arn, isFifo }, Attributes['RedrivePolicy'], (arn) => queues.byArn(arn));
    }
    queue.record.attributes = attributes;
    queues.changed(queue);
    return {};
  },
});
