import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { concurrently } from '../../driver/concurrently.ts';
import { messagesIn } from '../../driver/deliveries/await-drained.ts';
import { handlerDirectory } from '../../lib/build-handlers.ts';
import { type DeliveryMessage, effectsLogName } from '../../schemas/events/delivery-message.ts';
import { effectsHeadKey } from '../../schemas/items/deliveries-lab-items.ts';
import { type Deployed, deployed } from '../deployed.ts';
import type { Figure, Measure } from '../measure.ts';
import { type Server, startServer } from '../processes.ts';

const BATCH_LOOP = fileURLToPath(new URL('../floors/batch-loop.ts', import.meta.url));
const MESSAGES = 10_000;
const WARM_UP = 2000;
const GROUPS = 100;
const BATCH = 10;
const SENDERS = 4;
/** The concurrency of the lab's event source mapping (lib/stacks/deliveries-stack.ts). */
const CONCURRENCY = 2;
const LIMIT_MS = 60_000;
const PAUSE_MS = 50;

/**
 * Messages a second from the first `SendMessageBatch` to the last committed effect of an idempotent consumer, which writes
 * the effects and the deduplication records of a batch in one transaction. Beside it the same handler, called in a loop with
 * the same table.
 */
export const messages: Measure = {
  name: 'messages',
  async take(runs, say) {
    const system = await deployed(say);
    try {
      return [await throughput(system, runs, say)];
    } finally {
      await system.close();
    }
  },
};

type System = Pick<Deployed, 'shop' | 'target'>;

async function throughput(system: System, runs: number, say: (words: string) => void): Promise<Figure> {
  const floor = {
    name: `the handler in a loop, ${CONCURRENCY} at a time in one process`,
    values: [] as number[],
  };
  const values: number[] = [];
  const loop = await startLoop(system);
  try {
    say('warming up');
    await throughLoop(loop, 'warm-loop', WARM_UP);
    await throughQueue(system, 'warm-queue', WARM_UP);
    for (let run = 0; run < runs; run += 1) {
      say(`run ${run + 1} of ${runs}`);
      floor.values.push(MESSAGES / (await throughLoop(loop, `loop-${run}`, MESSAGES)));
      values.push(MESSAGES / (await throughQueue(system, `queue-${run}`, MESSAGES)));
    }
  } finally {
    await loop.close();
  }
  return {
    name:
      `SendMessageBatch → event source mapping → committed effect, idempotent (${MESSAGES} messages, ` +
      `${GROUPS} groups, batches of ${BATCH} of one group, ${CONCURRENCY} at a time)`,
    unit: 'messages/s',
    values,
    floor,
    target: { kind: 'at least', value: 1000 },
  };
}

/** Messages in the order of sending: a batch is of one group, and groups take turns. */
function messagesOf(run: string, count: number): DeliveryMessage[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `m-${index}`,
    run,
    group: `g-${Math.floor(index / BATCH) % GROUPS}`,
    sequence: Math.floor(index / (BATCH * GROUPS)) * BATCH + (index % BATCH),
    consumers: ['effectively-once'],
  }));
}

function batchesOf<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) =>
    items.slice(index * BATCH, (index + 1) * BATCH),
  );
}

/** @returns seconds */
async function throughQueue({ shop }: Pick<System, 'shop'>, run: string, count: number): Promise<number> {
  const { aws, system } = shop;
  const { queueUrl: QueueUrl } = system.deliveries.queues.standard['effectively-once'];
  const start = performance.now();
  await concurrently(batchesOf(messagesOf(run, count)), SENDERS, async (batch) => {
    const Entries = batch.map((message, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(message),
    }));
    const { Failed = [] } = await aws.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    if (Failed.length > 0) throw new Error(`Messages were refused: ${Failed[0]?.Code}`);
  });
  // Messages are deleted after their effect. Reading the log all the time would be part of what is measured.
  while (!isEmpty(await messagesIn({ aws, signal: new AbortController().signal }, QueueUrl))) {
    if (performance.now() - start > LIMIT_MS) throw new Error('The queue was not empty in time');
    await sleep(PAUSE_MS);
  }
  const seconds = (performance.now() - start) / 1000;
  const committed = await effects(shop, run);
  if (committed !== count) throw new Error(`${committed} effects instead of ${count}`);
  return seconds;
}

function isEmpty({ waiting, inFlight }: { waiting: number; inFlight: number }): boolean {
  return waiting + inFlight === 0;
}

/** The number of committed effects, from the heads of the log. */
async function effects({ aws, system }: Deployed['shop'], run: string): Promise<number> {
  const { table } = system.deliveries;
  const log = effectsLogName(run, 'effectively-once', 'standard');
  const Keys = Array.from({ length: GROUPS }, (_, group) => effectsHeadKey(log, `g-${group}`));
  const command = new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } });
  const { Responses } = await aws.documents.send(command);
  return (Responses?.[table] ?? []).reduce((sum, { next }) => sum + Number(next), 0);
}

/** The handler with the environment of the deployed function. */
async function startLoop({ shop, target }: System): Promise<Server> {
  const { functionName } = shop.system.deliveries;
  const { Environment } = await shop.aws.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
  );
  return startServer(BATCH_LOOP, {
    ...target.environment,
    ...Environment?.Variables,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    HANDLER: `${handlerDirectory('deliveries', 'v1')}/index.mjs`,
    CONCURRENCY: String(CONCURRENCY),
    QUEUES: JSON.stringify([
      { arn: 'arn', url: 'http://localhost', semantics: 'effectively-once', channel: 'standard' },
    ]),
  });
}

/** @returns seconds */
async function throughLoop(loop: Server, run: string, count: number): Promise<number> {
  const events = batchesOf(messagesOf(run, count)).map((batch) => ({
    Records: batch.map((message) => ({
      messageId: message.id,
      receiptHandle: message.id,
      body: JSON.stringify(message),
      attributes: { ApproximateReceiveCount: '1' },
      eventSourceARN: 'arn',
    })),
  }));
  const answer = await fetch(loop.url, { method: 'POST', body: JSON.stringify(events) });
  const { milliseconds } = (await answer.json()) as { milliseconds: number };
  return milliseconds / 1000;
}
