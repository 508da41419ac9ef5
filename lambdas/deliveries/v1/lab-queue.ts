import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { CHANNELS, DELIVERY_SEMANTICS } from '../../../schemas/events/delivery-message.ts';
import type { Batch } from './semantics.ts';

const labQueue = z.object({
  arn: z.string(),
  url: z.string(),
  semantics: z.enum(DELIVERY_SEMANTICS),
  channel: z.enum(CHANNELS),
});

/** A queue of the lab: how its messages are delivered. */
export type LabQueue = z.infer<typeof labQueue>;

/** What the stack says, by the ARN of the queue. @throws when it says something else */
export function readLabQueues(text: string): ReadonlyMap<string, LabQueue> {
  return new Map(
    z
      .array(labQueue)
      .parse(JSON.parse(text))
      .map((queue) => [queue.arn, queue]),
  );
}

/** @returns the messages that are deleted; of the others the visibility timeout has ended */
export async function deleteMessages(sqs: SQSClient, QueueUrl: string, batch: Batch): Promise<Batch> {
  if (batch.length === 0) return batch;
  const { Failed = [] } = await sqs.send(
    new DeleteMessageBatchCommand({ QueueUrl, Entries: entriesOf(batch) }),
  );
  const failed = new Set(Failed.map(({ Id }) => Id));
  return batch.filter((_, index) => !failed.has(String(index)));
}

/** Messages that are deleted already stay so. */
export async function endVisibility(sqs: SQSClient, QueueUrl: string, batch: Batch): Promise<void> {
  const Entries = entriesOf(batch).map((entry) => ({ ...entry, VisibilityTimeout: 0 }));
  await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
}

/** Lambda gives ten messages at most, as many as a batch action takes. */
function entriesOf(batch: Batch): { Id: string; ReceiptHandle: string }[] {
  return batch.map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
}
