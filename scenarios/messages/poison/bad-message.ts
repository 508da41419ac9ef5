import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { processedEvents } from '../../../driver/dead-letters/effects.ts';
import { type DecodedDeadLetter, listDeadLetters } from '../../../driver/dead-letters/list-dead-letters.ts';
import type { OrderEventCopy } from '../../../driver/orders/order-event-copies.ts';
import { waitUntil } from '../../../driver/wait-until.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

/** One message of one group is bad. Events of the same group are behind it, and events of other groups beside it. */
export interface Traffic {
  group: string;
  bad: string;
  /** Sent together with the bad message. */
  behind: readonly OrderEventCopy[];
  /** Sent to its group later, while the bad message may still be retried. */
  later: OrderEventCopy;
  /** Each in a group of its own. */
  others: readonly OrderEventCopy[];
}

export interface Observed {
  /** From the arrival of the bad message until the consumer had processed an event behind it; undefined when it had none. */
  groupWaitMs: number | undefined;
  /** Until it had processed the last event of the other groups; undefined when it had not processed all of them. */
  othersWaitMs: number | undefined;
  /** Events of other groups that it has processed. */
  others: number;
  /** Undefined when the bad message did not become a dead letter. */
  deadLetter: DecodedDeadLetter | undefined;
  /** Good events behind it that became dead letters. */
  collateral: DecodedDeadLetter[];
}

/** What an SQS request takes. */
const BATCH = 10;
const POLL_MS = 5;
/** On AWS a queue that has been changed may take a minute to retry as it should. */
const WITHIN_MS = 120_000;

/** Sends the traffic to the queue of analytics, and watches what analytics makes of it. */
export async function observeBadMessage(context: ScenarioContext, traffic: Traffic): Promise<Observed> {
  const { behind, later, others } = traffic;
  const events = [...behind, later, ...others];
  const processedAt = new Map<string, number>();
  const end = performance.now() + WITHIN_MS;
  /** Until `isDone`, and at most until the end. */
  const watch = async (isDone: () => boolean) => {
    while (!isDone() && performance.now() < end) {
      const missing = events.filter(({ id }) => !processedAt.has(id));
      for (const id of await processedEvents(context, 'analytics', missing)) {
        processedAt.set(id, performance.now());
      }
      if (!isDone()) await sleep(POLL_MS, undefined, { signal: context.signal });
    }
  };

  const sentAt = performance.now();
  const badId = await send(context, traffic);
  await watch(() => others.every(({ id }) => processedAt.has(id)));
  await sendAll(context, [{ body: later.body, group: traffic.group }]);
  await watch(() => processedAt.has(later.id));

  let letters: DecodedDeadLetter[] = [];
  const isDeadLetter = async () => {
    letters = await deadLettersOfAnalytics(context);
    return letters.some(({ failedMessageId }) => failedMessageId === badId);
  };
  await waitUntil(isDeadLetter, Math.max(0, end - performance.now()), context.signal);
  const waits = (some: readonly OrderEventCopy[]) =>
    some.flatMap(({ id }) => {
      const at = processedAt.get(id);
      return at === undefined ? [] : [Math.round(at - sentAt)];
    });
  const [ofGroup, ofOthers] = [waits([...behind, later]), waits(others)];
  return {
    groupWaitMs: ofGroup.length === 0 ? undefined : Math.min(...ofGroup),
    othersWaitMs: ofOthers.length < others.length ? undefined : Math.max(...ofOthers),
    others: ofOthers.length,
    deadLetter: letters.find(({ failedMessageId }) => failedMessageId === badId),
    collateral: letters.filter(({ event }) => behind.some(({ id }) => id === event?.id)),
  };
}

async function deadLettersOfAnalytics(context: ScenarioContext): Promise<DecodedDeadLetter[]> {
  const { letters } = await listDeadLetters(context, { owners: new Set(['analytics']) }, { waitSeconds: 0 });
  return letters;
}

/** @returns SQS's id of the bad message */
async function send(context: ScenarioContext, { bad, behind, group, others }: Traffic): Promise<string> {
  const [badId = ''] = await sendAll(context, [
    { body: bad, group },
    ...behind.map(({ body }) => ({ body, group })),
    ...others.map(({ body, subject }) => ({ body, group: subject })),
  ]);
  return badId;
}

async function sendAll(
  { aws, system, signal }: ScenarioContext,
  messages: readonly { body: string; group: string }[],
): Promise<string[]> {
  const ids: string[] = [];
  for (let start = 0; start < messages.length; start += BATCH) {
    const { Successful = [], Failed = [] } = await aws.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: system.consumers.analytics.queueUrl,
        Entries: messages.slice(start, start + BATCH).map(({ body, group }, index) => ({
          Id: String(index),
          MessageBody: body,
          MessageGroupId: group,
          MessageDeduplicationId: randomUUID(),
        })),
      }),
      { abortSignal: signal },
    );
    if (Failed.length > 0) throw new Error(`SQS rejected ${Failed.length} messages`);
    const byEntry = new Map(Successful.map(({ Id, MessageId = '' }) => [Id, MessageId]));
    for (const index of messages.slice(start, start + BATCH).keys())
      ids.push(byEntry.get(String(index)) ?? '');
  }
  return ids;
}
