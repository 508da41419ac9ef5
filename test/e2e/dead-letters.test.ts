import { randomBytes } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, inject, onTestFinished, test } from 'vitest';
import type { Shop } from '../../bin/open-shop.ts';
import { awaitRedriven } from '../../driver/dead-letters/await-redriven.ts';
import { listDeadLetters } from '../../driver/dead-letters/list-dead-letters.ts';
import { redrive } from '../../driver/dead-letters/redrive.ts';
import { visitQueue } from '../../driver/dead-letters/visit-queue.ts';
import { awaitConsumers } from '../../driver/orders/await-consumers.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import type { ConsumerName } from '../../driver/system.ts';
import { eventually } from '../../packages/testing/src/eventually.ts';
import { DEAD_LETTER_ATTRIBUTES, type DeadLetterCause } from '../../schemas/events/dead-letter.ts';
import { orderEventId } from '../../schemas/events/order-events.ts';
import { messageKey } from '../../schemas/items/message-item.ts';
import { outboxKey } from '../../schemas/items/outbox-item.ts';
import { dataflow } from './support/command-line.ts';
import { deployedShop } from './support/deployed-shop.ts';

const freshRun = () => randomBytes(4).toString('hex');
const endpoint = () => ['--endpoint', inject('endpoint')];
const waiting = (shop: Shop) => ({ ...shop, signal: new AbortController().signal, progress: () => {} });

/** Events of orders that all consumers have processed. */
async function placedEvents(shop: Shop, orderIds: readonly string[]): Promise<string[]> {
  for (const orderId of orderIds) {
    expect((await shop.shop.send('orders', 'POST', '/orders', smallOrder(orderId))).status).toBe(201);
  }
  expect(await awaitConsumers(waiting(shop), orderIds)).toBe(true);
  return Promise.all(
    orderIds.map(async (orderId) => {
      const { Item } = await shop.aws.documents.send(
        new GetCommand({
          TableName: shop.system.tables.shared,
          Key: outboxKey(orderId, orderEventId(orderId, 'order')),
        }),
      );
      return String(Item?.['event']);
    }),
  );
}

/** As if the email had not been sent. */
async function forgetEmail({ aws, system }: Shop, orderId: string): Promise<void> {
  const Key = messageKey(orderId, orderEventId(orderId, 'order'));
  await aws.documents.send(new DeleteCommand({ TableName: system.tables.email, Key }));
}

async function emailSent({ aws, system }: Shop, orderId: string): Promise<boolean> {
  const Key = messageKey(orderId, orderEventId(orderId, 'order'));
  const { Item } = await aws.documents.send(new GetCommand({ TableName: system.tables.email, Key }));
  return Item !== undefined;
}

interface Parked {
  body: string;
  group: string;
  /** Without one, as the queue itself moves a message. */
  cause?: DeadLetterCause;
}

/** Puts messages into the dead-letter queue of a consumer, as the consumer does, and removes them after the test. */
async function park(
  { aws, system }: Shop,
  consumer: ConsumerName,
  letters: readonly Parked[],
): Promise<string[]> {
  const QueueUrl = system.consumers[consumer].deadLetterUrl;
  onTestFinished(async () => {
    // Not by PurgeQueue, which AWS allows once a minute.
    const { signal } = new AbortController();
    await visitQueue({ aws, signal }, QueueUrl, { waitSeconds: 0 }, async () => 'delete');
  });
  const ids: string[] = [];
  for (const { body, group, cause } of letters) {
    const failed = freshRun();
    const attributes = {
      [DEAD_LETTER_ATTRIBUTES.consumer]: consumer,
      [DEAD_LETTER_ATTRIBUTES.release]: 'v1.1',
      [DEAD_LETTER_ATTRIBUTES.messageId]: failed,
      [DEAD_LETTER_ATTRIBUTES.failedAt]: new Date().toISOString(),
    };
    const given: Record<string, string> =
      cause === undefined ? {} : { ...attributes, [DEAD_LETTER_ATTRIBUTES.cause]: cause };
    const { MessageId = '' } = await aws.sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: `${failed}.parked`,
        MessageAttributes: Object.fromEntries(
          Object.entries(given).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
        ),
      }),
    );
    ids.push(MessageId);
  }
  return ids;
}

/** As the relay reports what the topic refuses. */
async function reportOutboxItem({ aws, system }: Shop, pk: string): Promise<void> {
  const { setAsideUrl: QueueUrl } = system.relay;
  onTestFinished(async () => {
    const { signal } = new AbortController();
    await visitQueue({ aws, signal }, QueueUrl, { waitSeconds: 0 }, async ({ Body = '' }) =>
      Body.includes(pk) ? 'delete' : 'keep',
    );
  });
  const report = { code: 'InvalidParameter', keys: { pk }, sequenceNumber: '1' };
  await aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(report) }));
}

async function messagesIn({ aws }: Shop, QueueUrl: string): Promise<{ visible: number; hidden: number }> {
  const { Attributes = {} } = await aws.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    visible: Number(Attributes['ApproximateNumberOfMessages']),
    hidden: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
  };
}

/** Dead letters that name a run, as the command prints them. */
async function list(run: string, ...args: string[]): Promise<Record<string, unknown>[]> {
  const { status, stdout, stderr } = await dataflow(['dead-letters', '--json', ...args, ...endpoint()]);
  expect([status, stderr]).toEqual([0, '']);
  const { deadLetters }: { deadLetters: Record<string, unknown>[] } = JSON.parse(stdout);
  return deadLetters.filter((letter) => JSON.stringify(letter).includes(run));
}

const listOf = (shop: Shop, consumer: ConsumerName) =>
  listDeadLetters(waiting(shop), { owners: new Set([consumer]) }, { waitSeconds: 0 });

test('dead letters are listed with cause and decoded data, and stay where they are', async () => {
  const shop = await deployedShop();
  const run = freshRun();
  const [event = ''] = await placedEvents(shop, [`${run}-a`]);
  await park(shop, 'email', [
    { body: event, group: `${run}-a`, cause: 'unknown-schema' },
    { body: '{"no":"event"}\u009b', group: `${run}-b`, cause: 'malformed-event' },
    { body: event, group: `${run}-c` },
  ]);
  await reportOutboxItem(shop, `${run}-item`);

  const deadLetters = await list(run);
  expect(deadLetters).toMatchObject([
    {
      consumer: 'email',
      queue: 'dead-letters',
      cause: 'unknown-schema',
      release: 'v1.1',
      group: `${run}-a`,
      event: { id: `${run}-a.order`, type: 'shop.order.placed', subject: `${run}-a` },
      data: { orderId: `${run}-a`, total: '5.1000' },
    },
    { cause: 'malformed-event', undecoded: 'The body is not a CloudEvent', body: '{"no":"event"}\u009b' },
    { cause: 'retries-exhausted', data: { total: '5.1000' } },
    {
      consumer: 'relay',
      queue: 'set-aside',
      cause: 'other',
      detail: 'InvalidParameter',
      body: expect.stringContaining(`${run}-item`),
    },
  ]);
  expect(deadLetters[0]).not.toHaveProperty('body');
  expect(deadLetters[2]).not.toHaveProperty('release');
  expect(await messagesIn(shop, shop.system.consumers.email.deadLetterUrl)).toEqual({
    visible: 3,
    hidden: 0,
  });

  const one = ['--consumer', 'email', '--cause', 'malformed-event', 'invalid-data'];
  expect(await list(run, ...one)).toHaveLength(1);

  const { stdout } = await dataflow(['dead-letters', ...endpoint()]);
  expect(stdout).toContain(`${run}-a.order`);
  // No control character reaches the terminal.
  expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
});

test('all of many groups are listed; of one group, those behind the tenth are counted', async () => {
  const shop = await deployedShop();
  const run = freshRun();
  const groups = Array.from({ length: 12 }, (_, group) => `${run}-${group}`);
  const many = groups.flatMap((group) => [1, 2, 3].map((body) => ({ body: `${group}.${body}`, group })));
  await park(shop, 'email', many);
  const all = await listOf(shop, 'email');
  // Receives end in the middle of groups.
  expect(all.notSeen).toBe(0);
  expect(all.letters.map(({ body }) => body).toSorted()).toEqual(many.map(({ body }) => body).toSorted());

  await park(
    shop,
    'analytics',
    Array.from({ length: 13 }, (_, index) => ({ body: `${index}`, group: run })),
  );
  const { letters, notSeen } = await listOf(shop, 'analytics');
  expect(letters.map(({ body }) => body)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  expect(notSeen).toBe(3);
});

test('a redrive sends back what an upgrade can mend, and leaves the rest', async () => {
  const shop = await deployedShop();
  const run = freshRun();
  const orderIds = Array.from({ length: 12 }, (_, index) => `${run}-${index}`);
  const events = await placedEvents(shop, orderIds);
  for (const orderId of orderIds.slice(1)) await forgetEmail(shop, orderId);
  // Of the first one the email has been sent meanwhile.
  const letters = events.map((body, index): Parked => {
    return { body, group: orderIds[index] ?? '', cause: 'unknown-schema' };
  });
  await park(shop, 'email', [
    ...letters,
    { body: 'broken', group: `${run}-broken`, cause: 'malformed-event' },
  ]);

  const rehearsal = await dataflow(['redrive', '--consumer', 'email', '--dry-run', '--json', ...endpoint()]);
  expect(JSON.parse(rehearsal.stdout).selected).toHaveLength(12);
  const { deadLetterUrl } = shop.system.consumers.email;
  expect(await messagesIn(shop, deadLetterUrl)).toEqual({ visible: 13, hidden: 0 });

  const { status, stdout } = await dataflow(['redrive', '--consumer', 'email', ...endpoint()]);
  expect(stdout).toContain('Messages sent back: 12. Processed: 12.\nDead letters left as they are: 1.\n');
  expect(status).toBe(0);
  expect(await Promise.all(orderIds.map((orderId) => emailSent(shop, orderId)))).not.toContain(false);
  expect(await messagesIn(shop, deadLetterUrl)).toEqual({ visible: 1, hidden: 0 });
});

test('two redrives at the same time send each dead letter back once', async () => {
  const shop = await deployedShop();
  const run = freshRun();
  const orderIds = Array.from({ length: 15 }, (_, index) => `${run}-${index}`);
  const events = await placedEvents(shop, orderIds);
  await park(
    shop,
    'email',
    events.map((body, index): Parked => ({ body, group: orderIds[index] ?? '', cause: 'unknown-schema' })),
  );
  const selection = { owners: new Set(['email'] as const) };
  const both = await Promise.all([1, 2].map(() => redrive(waiting(shop), selection, { waitSeconds: 0 })));
  const sent = both.flatMap(({ redriven }) => redriven.map(({ letter }) => letter.event?.subject));
  expect(sent.toSorted()).toEqual(orderIds.toSorted());
  const outcomes = await awaitRedriven(
    waiting(shop),
    both.flatMap(({ redriven }) => redriven),
    { timeoutMs: 30_000 },
  );
  expect(outcomes.filter(({ outcome }) => outcome !== 'processed')).toEqual([]);
});

test('what still cannot be read is a dead letter again, and the exit status says so', async () => {
  const shop = await deployedShop();
  const run = freshRun();
  const [event = ''] = await placedEvents(shop, [`${run}-a`]);
  await forgetEmail(shop, `${run}-a`);
  const [broken = ''] = await park(shop, 'email', [
    { body: 'broken', group: `${run}-a`, cause: 'malformed-event' },
    { body: event, group: `${run}-a`, cause: 'invalid-data' },
  ]);

  const nothing = await dataflow(['redrive', '--consumer', 'email', ...endpoint()]);
  expect([nothing.status, nothing.stdout]).toEqual([
    0,
    'Messages sent back: 0. Processed: 0.\nDead letters left as they are: 2.\n',
  ]);

  const byCause = await dataflow(['redrive', '--json', '--cause', 'invalid-data', ...endpoint()]);
  expect(byCause.status).toBe(0);
  expect(JSON.parse(byCause.stdout).redriven).toMatchObject([
    { outcome: 'processed', cause: 'invalid-data' },
  ]);

  const byId = await dataflow(['redrive', '--json', '--id', broken, ...endpoint()]);
  expect(byId.status).toBe(1);
  const { redriven } = JSON.parse(byId.stdout);
  expect(redriven).toMatchObject([
    { messageId: broken, outcome: 'returned', returned: { cause: 'malformed-event' } },
  ]);
  const { letters } = await listOf(shop, 'email');
  expect(letters).toMatchObject([
    { messageId: redriven[0].returned.messageId, failedMessageId: redriven[0].sentAs, body: 'broken' },
  ]);
});

test('a message that somebody else holds is neither listed nor lost', async () => {
  const shop = await deployedShop();
  const { aws, system } = shop;
  const run = freshRun();
  await park(shop, 'email', [{ body: 'broken', group: run, cause: 'malformed-event' }]);
  const QueueUrl = system.consumers.email.deadLetterUrl;
  const { ReceiptHandle } = await eventually('the message is received', async () => {
    const { Messages } = await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 60 }));
    return Messages?.[0];
  });
  expect(await listOf(shop, 'email')).toEqual({ letters: [], notSeen: 1 });
  await aws.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  expect((await listOf(shop, 'email')).letters).toHaveLength(1);
});

test.each([
  [['dead-letters', '--cause', 'bad-luck'], "argument 'bad-luck' is invalid"],
  [['redrive', '--consumer', 'relay'], "argument 'relay' is invalid"],
])('%j is refused as wrong usage', async (args, message) => {
  const { status, stderr } = await dataflow([...args, ...endpoint()]);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});
