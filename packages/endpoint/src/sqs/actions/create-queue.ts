import { z } from 'zod';
import { stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { own } from '../../core/own.ts';
import { asksForFifo, changeAttributes, defaultAttributes } from '../attributes.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import type { Queue } from '../queue/queue.ts';
import { checkRedrivePolicy } from '../redrive-policies.ts';
import { namedQueue } from '../resource-arns.ts';
import { checkTags } from '../tags.ts';

const STANDARD_NAME = /^[\w-]{1,80}$/;
const FIFO_NAME = /^(?=.{1,80}$)[\w-]+\.fifo$/;

export const createQueue = operation('sqs', 'CreateQueue', {
  resource: namedQueue,
  input: z.object({
    QueueName: z.string().default(''),
    Attributes: stringMap.default({}),
    tags: stringMap.default({}),
  }),
  run({ queues }: SqsEngine, { QueueName: name, Attributes, tags }) {
    const isFifo = asksForFifo(Attributes);
    checkName(name, isFifo);
    checkTags(tags);
    const attributes = changeAttributes(defaultAttributes(isFifo), Attributes, isFifo);
    const existing = queues.get(name);
    if (existing !== undefined) {
      checkSame(existing, attributes, Object.keys(Attributes));
      return { QueueUrl: queues.urlOf(existing) };
    }
    const redrivePolicy = attributes['RedrivePolicy'];
    if (redrivePolicy !== undefined) {
      checkRedrivePolicy({ arn: queues.arnOf(name), isFifo }, redrivePolicy, (arn) => queues.byArn(arn));
    }
    return { QueueUrl: queues.urlOf(queues.create(name, attributes, tags)) };
  },
});

function checkName(name: string, isFifo: boolean): void {
  if (name === '') throw sqsError.missingParameter('QueueName');
  if (isFifo && !FIFO_NAME.test(name)) {
    throw sqsError.invalidParameterValue(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
  }
  if (!isFifo && !STANDARD_NAME.test(name)) {
    throw sqsError.invalidParameterValue(
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.',
    );
  }
}

/** Creating a queue again is fine as long as nothing that is asked for differs. */
function checkSame(existing: Queue, wanted: Record<string, string>, named: readonly string[]): void {
  for (const name of named) {
    if (own(existing.record.attributes, name) !== own(wanted, name)) {
      throw sqsError.queueNameExists(
        `A queue already exists with the same name and a different value for attribute ${name}`,
      );
    }
  }
}
