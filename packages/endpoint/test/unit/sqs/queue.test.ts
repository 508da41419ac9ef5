import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Collection, memoryState } from '../../../src/core/state.ts';
import { defaultAttributes } from '../../../src/sqs/attributes.ts';
import type { AcceptedSend, Message } from '../../../src/sqs/queue/message.ts';
import { Queue } from '../../../src/sqs/queue/queue.ts';
import { type ManualClock, manualClock } from '../../../src/testing/manual-clock.ts';

interface Made {
  queue: Queue;
  clock: ManualClock;
  messages: Collection<Message>;
}

function createQueue(isFifo: boolean, options: { inFlightLimit?: number; retention?: string } = {}): Made {
  const clock = manualClock();
  const state = memoryState();
  const messages = state.collection<Message>('sqs/messages');
  let ids = 0;
  const queue = new Queue(
    {
      name: 'test',
      attributes: {
        ...defaultAttributes(isFifo),
        ...(isFifo && { FifoQueue: 'true' }),
        ...(options.retention && { MessageRetentionPeriod: options.retention }),
      },
      tags: {},
      createdAt: clock.now(),
      modifiedAt: clock.now(),
    },
    {
      arn: 'arn:aws:sqs:us-east-1:000000000000:test',
      clock,
      newId: () => `${ids++}`,
      messages,
      accepted: state.collection<AcceptedSend>('sqs/accepted-sends'),
      queueByArn: () => undefined,
      ...(options.inFlightLimit !== undefined && { inFlightLimit: options.inFlightLimit }),
    },
  );
  return { queue, clock, messages };
}

const message = (clock: ManualClock, body: string, groupId?: string) => ({
  id: body,
  body,
  bodyMd5: createHash('md5').update(body).digest('hex'),
  attributes: {},
  senderId: 'test',
  sentAt: clock.now(),
  ...(groupId !== undefined && { groupId, deduplicationId: body }),
});

const SHORT_POLL = { max: 10, waitMs: 0 };

test('a short poll of a standard queue says when too many messages are in flight', async () => {
  const { queue, clock } = createQueue(false, { inFlightLimit: 3 });
  queue.send(['1', '2', '3', '4'].map((body) => message(clock, body)));
  expect(await queue.receive(SHORT_POLL)).toHaveLength(3);
  await expect(queue.receive(SHORT_POLL)).rejects.toMatchObject({ code: 'OverLimit' });
});

test('a long poll waits until there is room in flight', async () => {
  const { queue, clock } = createQueue(false, { inFlightLimit: 1 });
  queue.send(['1', '2'].map((body) => message(clock, body)));
  const [first] = await queue.receive(SHORT_POLL);
  const waiting = queue.receive({ max: 10, waitMs: 20_000 });
  queue.delete(first?.receipt ?? '');
  expect((await waiting).map(({ body }) => body)).toEqual(['2']);
});

test('a FIFO queue with too many messages in flight gives nothing and no error', async () => {
  const { queue, clock } = createQueue(true, { inFlightLimit: 1 });
  queue.send([message(clock, 'a1', 'a'), message(clock, 'b1', 'b')]);
  expect(await queue.receive(SHORT_POLL)).toHaveLength(1);
  expect(await queue.receive(SHORT_POLL)).toEqual([]);
});

test('what is handed back is as if it had never been received', async () => {
  const { queue, clock } = createQueue(false);
  queue.send([message(clock, 'x')]);
  queue.handBack(await queue.receive(SHORT_POLL));
  expect(queue.counts).toEqual({ ready: 1, inFlight: 0, delayed: 0 });
  const [again] = await queue.receive(SHORT_POLL);
  expect(again).toMatchObject({ receiveCount: 1 });
});

test('handing back what another receive has by now changes nothing', async () => {
  const { queue, clock } = createQueue(false);
  queue.send([message(clock, 'x')]);
  const first = await queue.receive({ ...SHORT_POLL, visibilityMs: 0 });
  await queue.receive(SHORT_POLL);
  queue.handBack(first);
  expect(queue.counts).toEqual({ ready: 0, inFlight: 1, delayed: 0 });
});

test('messages that are deleted or expired leave nothing behind', async () => {
  const { queue, clock, messages } = createQueue(false, { retention: '60' });
  queue.send(['1', '2'].map((body) => message(clock, body)));
  const [first] = await queue.receive({ ...SHORT_POLL, max: 1 });
  queue.delete(first?.receipt ?? '');
  expect(messages.size).toBe(1);
  await clock.advance(60_000);
  expect(messages.size).toBe(0);
  expect(clock.waiting).toBe(0);
});

/** Receives and deletes until nothing is left. A queue that looks at all its messages each time takes minutes. */
async function drain(queue: Queue): Promise<string[]> {
  const seen: string[] = [];
  for (;;) {
    const received = await queue.receive(SHORT_POLL);
    if (received.length === 0) return seen;
    for (const { body, receipt } of received) {
      seen.push(body);
      queue.delete(receipt);
    }
  }
}

test('a queue of 30,000 messages is drained in order', { timeout: 30_000 }, async () => {
  const { queue, clock } = createQueue(false);
  const sent = Array.from({ length: 30_000 }, (_, index) => `${index}`);
  for (const body of sent) queue.send([message(clock, body)]);
  expect(await drain(queue)).toEqual(sent);
});

test('a FIFO queue of 30,000 messages in 1,000 groups keeps the order of each', {
  timeout: 30_000,
}, async () => {
  const { queue, clock } = createQueue(true);
  for (let index = 0; index < 30_000; index += 1) {
    const group = `${index % 1000}`;
    queue.send([message(clock, `${group}:${Math.floor(index / 1000)}`, group)]);
  }
  const groups = Map.groupBy(await drain(queue), (body) => body.split(':')[0]);
  expect(groups.size).toBe(1000);
  for (const [group, bodies] of groups) {
    expect(bodies).toEqual(Array.from({ length: 30 }, (_, index) => `${group}:${index}`));
  }
});

test('whatever consumers do, a message of a FIFO group is never given out before an earlier one is visible', async () => {
  const { queue, clock } = createQueue(true);
  const random = seeded(42);
  const sent = new Map<string, number>();
  const deleted = new Set<string>();
  let held: { body: string; group: string; receipt: string; until: number }[] = [];

  const live = () => held.filter(({ until }) => until > clock.now());
  const numberOf = (body: string) => Number(body.split(':')[1]);
  const nextLeft = (group: string, from: number) => {
    let number = from;
    while (deleted.has(`${group}:${number}`)) number += 1;
    return number;
  };

  const sendOne = () => {
    const group = `g${Math.floor(random() * 5)}`;
    const number = sent.get(group) ?? 0;
    sent.set(group, number + 1);
    queue.send([message(clock, `${group}:${number}`, group)]);
  };
  const receiveSome = async () => {
    const visibilityMs = Math.floor(random() * 2_000);
    const firstHidden = new Map<string, number>();
    for (const { group, body } of live()) {
      firstHidden.set(group, Math.min(firstHidden.get(group) ?? Infinity, numberOf(body)));
    }
    const seen = new Map<string, number>();
    const max = 1 + Math.floor(random() * 10);
    for (const { body, groupId: group = '', receipt } of await queue.receive({
      max,
      waitMs: 0,
      visibilityMs,
    })) {
      // The oldest of its group that is not deleted comes first, and then one after the other.
      const number = numberOf(body);
      expect(number).toBeLessThan(firstHidden.get(group) ?? Infinity);
      expect(number).toBe(nextLeft(group, seen.get(group) ?? 0));
      seen.set(group, number + 1);
      held = held.filter((other) => other.body !== body);
      held.push({ body, group, receipt, until: clock.now() + visibilityMs });
    }
  };
  const deleteOne = () => {
    const candidates = live();
    const one = candidates[Math.floor(random() * candidates.length)];
    if (one === undefined) return;
    queue.delete(one.receipt);
    deleted.add(one.body);
    held = held.filter((other) => other !== one);
  };

  for (let step = 0; step < 4_000; step += 1) {
    const roll = random();
    if (roll < 0.35) sendOne();
    else if (roll < 0.6) await receiveSome();
    else if (roll < 0.85) deleteOne();
    else await clock.advance(Math.floor(random() * 500));
  }
  await clock.advance(10_000);
  for (const body of await drain(queue)) deleted.add(body);
  expect(deleted.size).toBe([...sent.values()].reduce((sum, count) => sum + count, 0));
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}
