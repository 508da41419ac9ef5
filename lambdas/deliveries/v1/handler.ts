import { randomUUID } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { effectsLogName } from '../../../schemas/events/delivery-message.ts';
import { logFailure } from '../../shared/consumer.ts';
import { required } from '../../shared/environment.ts';
import { identifyAs } from '../../shared/identity.ts';
import { documentClient, Table } from '../../shared/table.ts';
import { type ReceivedDelivery, readDelivery } from '../domain.ts';
import { DeliveryFaults } from './delivery-faults.ts';
import { EffectsLog } from './effects-log.ts';
import { deleteMessages, endVisibility, type LabQueue, readLabQueues } from './lab-queue.ts';
import { type Batch, PROCESS, type Steps } from './semantics.ts';

const KEPT_SECONDS = 24 * 60 * 60;

identifyAs('v1');
const table = new Table(required('DELIVERIES_TABLE'));
const queues = readLabQueues(required('QUEUES'));
const sqs = new SQSClient({});

/** Has the effects of a batch, with the semantics of its queue. A message that cannot be read becomes a dead letter. */
export async function handler({ Records }: SQSEvent, { awsRequestId }: Context): Promise<SQSBatchResponse> {
  const queue = queues.get(Records[0]?.eventSourceARN ?? '');
  if (queue === undefined) throw new Error('a message of a queue that QUEUES does not name');
  const batch = readBatch(Records, queue);
  const stamp = stampOf(awsRequestId);
  const faults = faultsOf(queue, stamp);
  const done = await PROCESS[queue.semantics](batch, stepsOf(queue, stamp, faults));
  await faults.end();
  const copies = new Set(done.map(({ copy }) => copy));
  const failed = Records.filter(({ messageId }) => !copies.has(messageId));
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

function readBatch(records: readonly SQSRecord[], { semantics, channel }: LabQueue): ReceivedDelivery[] {
  return records.flatMap((record) => {
    try {
      return [readDelivery(record, (run) => effectsLogName(run, semantics, channel))];
    } catch (error) {
      logFailure(record, error);
      return [];
    }
  });
}

/** What every item of an invocation has. */
type Stamp = () => { invocation: string; at: string; expiresAt: number };

function stampOf(invocation: string): Stamp {
  return () => {
    const now = Date.now();
    const expiresAt = Math.floor(now / 1000) + KEPT_SECONDS;
    return { invocation, at: new Date(now).toISOString(), expiresAt };
  };
}

function faultsOf({ url }: LabQueue, stamp: Stamp): DeliveryFaults {
  return new DeliveryFaults({
    table,
    stamp,
    release: (batch) => endVisibility(sqs, url, batch),
    kill: () => process.kill(process.pid, 'SIGKILL'),
  });
}

function stepsOf({ url }: LabQueue, stamp: Stamp, faults: DeliveryFaults): Steps {
  const log = new EffectsLog({
    table,
    documents: documentClient(),
    stamp,
    newToken: randomUUID,
    random: Math.random,
  });
  return {
    acknowledge: (batch: Batch) => deleteMessages(sqs, url, batch),
    append: (batch) => log.append(batch),
    appendOnce: (batch) => log.appendOnce(batch),
    // Only in a deployment with fault injection: elsewhere a message cannot harm its consumer.
    reach: async (point, batch) => {
      if (process.env['INJECT_FAULTS'] === 'true') await faults.reach(point, batch);
    },
  };
}
