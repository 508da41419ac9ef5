import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { identifyAs } from '../../shared/identity.ts';
import { logger } from '../../shared/logging.ts';
import { parse } from '../../shared/parse.ts';
import { queueAt } from '../../shared/queues/queue.ts';
import { BatchProgress, type WorkMessage, workMessage } from '../domain.ts';
import { appendEffect } from './effect-log.ts';

const table = required('ORDERING_TABLE');
const standardQueue = queueAt(required('STANDARD_QUEUE_URL'));
const fifoQueue = queueAt(required('FIFO_QUEUE_URL'));
const environment = randomUUID();

identifyAs('v1');

/** Works on one message after the other, in the order of the batch, and answers message by message. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const progress = new BatchProgress();
  const failed: SQSRecord[] = [];
  for (const record of Records) if (!(await process(record, progress))) failed.push(record);
  // Without a delay: the next receive of a FIFO queue gives them out in their order.
  for (const record of failed) await release(record);
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function process(record: SQSRecord, progress: BatchProgress): Promise<boolean> {
  const startedAt = Date.now();
  let work: WorkMessage;
  try {
    work = parse(workMessage, JSON.parse(record.body), 'malformed-event');
  } catch (error) {
    // It becomes a dead letter. Not the parser's own error: it quotes the body.
    logger.error('message is not readable', {
      messageId: record.messageId,
      code: ShopError.from(error).code,
    });
    return false;
  }
  if (progress.isHeld(work)) return false;
  const receives = Number(record.attributes.ApproximateReceiveCount);
  await sleep(work.workMs);
  if (receives <= work.failures) {
    progress.failed(work);
    return false;
  }
  const { log, group, position } = work;
  await appendEffect(table, log, { group, position, receives, environment, startedAt, endedAt: Date.now() });
  return true;
}

/** If it fails, the message is seen again once the visibility timeout has passed. */
async function release({ receiptHandle, eventSourceARN, messageId }: SQSRecord): Promise<void> {
  const queue = eventSourceARN.endsWith('.fifo') ? fifoQueue : standardQueue;
  try {
    await queue.postpone(receiptHandle, 0);
  } catch (error) {
    logger.warn('message not released', { messageId, code: ShopError.from(error).code });
  }
}
