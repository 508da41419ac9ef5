import { randomBytes } from 'node:crypto';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type MessageAttributeValue, PublishBatchCommand, PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Shop } from '../../bin/open-shop.ts';
import { visitQueue } from '../../driver/dead-letters/visit-queue.ts';
import { awaitConsumers } from '../../driver/orders/await-consumers.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { productHistory } from '../../driver/payloads/product-history.ts';
import { publishChanges } from '../../driver/payloads/publish-changes.ts';
import { readProjections } from '../../driver/payloads/read-projections.ts';
import { queueDepth } from '../../driver/queue-depth.ts';
import { seededRandom } from '../../driver/random.ts';
import { type ClaimStore, claimStore } from '../../lambdas/shared/messaging/payload-kinds/claim-store.ts';
import { eventually } from '../../packages/testing/src/eventually.ts';
import { PAYLOAD_KINDS, type PayloadKind } from '../../schemas/events/product-events.ts';
import { messageKey } from '../../schemas/items/message-item.ts';
import { fuzzRuns } from '../support/fuzz.ts';
import { mutatedEvent } from '../unit/lambdas/mutated-event.ts';
import {
  deltaEvent,
  fullEvent,
  type JsonEvent,
  orderEvent,
  referenceEvent,
} from '../unit/lambdas/support/events.ts';
import { UNREADABLE } from '../unit/lambdas/support/order-message.ts';
import { deployedShop } from './support/deployed-shop.ts';

const freshRun = () => randomBytes(4).toString('hex');
const { signal } = new AbortController();

/** Takes dead letters whose bodies are in `own` out of a queue; others stay. */
async function takeLetters(
  { aws }: Shop,
  url: string,
  own: ReadonlySet<string>,
): Promise<{ body: string; cause: string | undefined }[]> {
  const letters: { body: string; cause: string | undefined }[] = [];
  await visitQueue({ aws, signal }, url, { waitSeconds: 0 }, async ({ Body = '', MessageAttributes }) => {
    if (!own.has(Body)) return 'keep';
    letters.push({ body: Body, cause: MessageAttributes?.['cause']?.StringValue });
    return 'delete';
  });
  return letters;
}

/** Publishes on a topic, all in one group. */
async function publishAll({ aws }: Shop, topicArn: string, group: string, bodies: readonly string[]) {
  for (let from = 0; from < bodies.length; from += 10) {
    const { Failed } = await aws.sns.send(
      new PublishBatchCommand({
        TopicArn: topicArn,
        PublishBatchRequestEntries: bodies.slice(from, from + 10).map((Message, index) => ({
          Id: String(index),
          Message,
          MessageGroupId: group,
          MessageDeduplicationId: `${group}-${from + index}`,
        })),
      }),
    );
    expect(Failed ?? []).toEqual([]);
  }
}

/** Sends to the queue of a consumer, all in one group. */
async function sendAll({ aws }: Shop, QueueUrl: string, group: string, bodies: readonly string[]) {
  for (let from = 0; from < bodies.length; from += 10) {
    const { Failed } = await aws.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: bodies.slice(from, from + 10).map((MessageBody, index) => ({
          Id: String(index),
          MessageBody,
          MessageGroupId: group,
          MessageDeduplicationId: `${group}-${from + index}`,
        })),
      }),
    );
    expect(Failed ?? []).toEqual([]);
  }
}

type Bad = [cause: string, body: string];

/** What is wrong with any event. */
function badInGeneral(valid: JsonEvent): Bad[] {
  const changed = (change: Record<string, unknown>) => JSON.stringify({ ...valid, ...change });
  const nested = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  return [
    ['malformed-event', 'not JSON'],
    ['malformed-event', '{"not":"a CloudEvent"}'],
    ['malformed-event', nested],
    ['malformed-event', changed({ specversion: '0.3' })],
    ['malformed-event', changed({ source: undefined })],
    ['malformed-event', changed({ id: '\ud800' })],
    ['malformed-event', changed({ recordversion: 2 ** 53 })],
    ['malformed-event', changed({ data: undefined, data_base64: 'not base64!' })],
    ['unknown-type', changed({ type: 'shop.product.discontinued' })],
    ['unknown-type', changed({ type: '__proto__' })],
    ['invalid-data', changed({ data: undefined, data_base64: 'AAAA' })],
    ['invalid-data', changed({ data_base64: undefined, data: { anything: 1 } })],
    ['invalid-data', changed({ recordversion: 2 })],
  ];
}

/** What is wrong with an event of one payload kind. */
const BAD: Record<PayloadKind, (valid: JsonEvent) => Bad[]> = {
  full(valid) {
    const bytes = () => Buffer.from(valid.data_base64 ?? '', 'base64');
    const withData = (data: Buffer) => JSON.stringify({ ...valid, data_base64: data.toString('base64') });
    const otherFingerprint = bytes();
    otherFingerprint.fill(0xee, 2, 10);
    return [
      ['unknown-schema', withData(otherFingerprint)],
      ['invalid-data', withData(bytes().subarray(0, -1))],
      ['invalid-data', withData(Buffer.concat([bytes(), Buffer.from([0])]))],
      ['invalid-data', JSON.stringify({ ...valid, subject: 'another-product' })],
    ];
  },
  delta(valid) {
    const withData = (change: Record<string, unknown>, envelope: Record<string, unknown> = {}) =>
      JSON.stringify({ ...valid, ...envelope, data: { ...valid.data, ...change } });
    const deep = JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`);
    return [
      ['missing-base', withData({}, { baseversion: 7, recordversion: 8 })],
      ['invalid-data', withData({ price: 'free' })],
      ['invalid-data', withData({ price: 2.55 })],
      ['invalid-data', withData({ stock: 2 ** 53 + 2 })],
      ['invalid-data', withData({ name: null })],
      ['invalid-data', withData({ description: 'a \ud800 surrogate' })],
      ['invalid-data', withData({ deep })],
      ['invalid-data', withData({ productId: 'another-product' })],
      ['invalid-data', withData({}, { baseversion: undefined })],
    ];
  },
  reference(valid) {
    const withClaim = (change: Record<string, unknown>) =>
      JSON.stringify({ ...valid, data: { ...valid.data, ...change } });
    const ofOther = '0'.repeat(64);
    return [
      ['altered-reference', withClaim({ bucket: 'another-bucket' })],
      ['altered-reference', withClaim({ key: `records/../${PRIVATE_KEY}` })],
      ['altered-reference', withClaim({ key: PRIVATE_KEY })],
      ['altered-reference', withClaim({ sha256: ofOther })],
      ['altered-reference', withClaim({ sha256: ofOther, key: `records/${ofOther}` })],
      ['altered-reference', withClaim({ size: 2 ** 40 })],
      ['altered-reference', withClaim({ size: 1 })],
      ['expired-reference', withClaim({ expiresAt: '2020-01-01T00:00:00.000Z' })],
      ['invalid-data', withClaim({ size: 2 ** 60 })],
      ['invalid-data', withClaim({ expiresAt: 'never' })],
    ];
  },
};

/** An object of the same bucket that is no payload of an event. */
const PRIVATE_KEY = 'private/customers';

function validEvent(kind: PayloadKind, store: ClaimStore, id: string): Promise<JsonEvent> | JsonEvent {
  if (kind === 'reference') return referenceEvent(store, id);
  return kind === 'full' ? fullEvent(id) : deltaEvent(id);
}

test.each(PAYLOAD_KINDS)(
  'on the topic of the kind %s: each bad event is parked with its cause, and the good ones between them arrive',
  async (kind) => {
    const shop = await deployedShop();
    const { payloads } = shop.system;
    const { topicArn, queueUrl, deadLetterUrl, undeliveredUrl } = payloads.kinds[kind];
    const run = freshRun();
    const store = claimStore(payloads.bucket, shop.aws.s3);
    await shop.aws.s3.send(
      new PutObjectCommand({ Bucket: payloads.bucket, Key: PRIVATE_KEY, Body: 'a secret' }),
    );
    const valid = await validEvent(kind, store, `${run}-bad`);
    const bad = [...badInGeneral(valid), ...BAD[kind](valid)];
    const goodIds = bad.map((_, index) => `${run}-good-${index}`);
    const good = await Promise.all(
      goodIds.map(async (id) => JSON.stringify(await validEvent(kind, store, id))),
    );
    await publishAll(
      shop,
      topicArn,
      run,
      bad.flatMap(([, body], index) => [body, good[index] ?? '']),
    );

    const context = { ...shop, signal };
    await eventually('all good events are projected', async () => {
      return (await readProjections(context, kind, goodIds)).size === goodIds.length;
    });
    // The last message was a good one, so the bad ones before it in its group have been dealt with.
    const letters = await takeLetters(shop, deadLetterUrl, new Set(bad.map(([, body]) => body)));
    expect(letters.map(({ cause, body }) => [cause, body.slice(0, 500)]).sort()).toEqual(
      bad.map(([cause, body]) => [cause, body.slice(0, 500)]).sort(),
    );
    expect((await readProjections(context, kind, [`${run}-bad`, 'another-product'])).size).toBe(0);
    expect(await queueDepth(context, queueUrl)).toEqual({ waiting: 0, inFlight: 0 });
    expect((await queueDepth(context, undeliveredUrl)).waiting).toBe(0);
  },
);

test.each(PAYLOAD_KINDS)(
  'on the topic of the kind %s: mutated events are projected or parked, and none is lost',
  async (kind) => {
    const shop = await deployedShop();
    const { payloads } = shop.system;
    const { topicArn, queueUrl, deadLetterUrl } = payloads.kinds[kind];
    const run = freshRun();
    const store = claimStore(payloads.bucket, shop.aws.s3);
    const { seed, numRuns } = fuzzRuns(40);
    const ids = Array.from({ length: numRuns }, (_, index) => `${run}-${index}`);
    const mutated = await Promise.all(
      ids.map(async (id, index) => {
        const [body = ''] = fc.sample(mutatedEvent(await validEvent(kind, store, id)), {
          seed: seed + index,
          numRuns: 1,
        });
        // What a topic carries.
        return body.length < 200_000 ? body : '{}';
      }),
    );
    const lastId = `${run}-last`;
    const last = JSON.stringify(await validEvent(kind, store, lastId));
    for (const [index, body] of mutated.entries())
      await publishAll(shop, topicArn, `${run}-${index}`, [body]);
    await publishAll(shop, topicArn, `${run}-last`, [last]);

    const context = { ...shop, signal };
    await eventually('the queue is empty', async () => {
      const { waiting, inFlight } = await queueDepth(context, queueUrl);
      return waiting + inFlight === 0;
    });
    const letters = await takeLetters(shop, deadLetterUrl, new Set(mutated));
    for (const { cause } of letters) expect(cause).toBeDefined();
    const projected = await readProjections(context, kind, [...ids, lastId]);
    expect(projected.has(lastId)).toBe(true);
    const parked = new Set(letters.map(({ body }) => body));
    expect(ids.filter((id, index) => !projected.has(id) && !parked.has(mutated[index] ?? ''))).toEqual([]);
    expect(letters.length).toBeGreaterThan(numRuns / 8);
    expect(letters.length).toBeLessThan(numRuns);
  },
);

test('mutated orders keep no email waiting', async () => {
  const shop = await deployedShop();
  const { queueUrl, deadLetterUrl } = shop.system.consumers.email;
  const run = freshRun();
  const { seed, numRuns } = fuzzRuns(40);
  const bad = Array.from({ length: numRuns }, (_, index) => {
    const [body = ''] = fc.sample(mutatedEvent(orderEvent(`${run}-bad-${index}`)), {
      seed: seed + index,
      numRuns: 1,
    });
    return body.length < 20_000 ? body : '{}';
  });
  const goodIds = bad.map((_, index) => `${run}-good-${index}`);
  const bodies = bad.flatMap((body, index) => [body, JSON.stringify(orderEvent(goodIds[index] ?? ''))]);
  await sendAll(shop, queueUrl, run, bodies);

  const isSent = async (id: string) => {
    const Key = messageKey(id, String(orderEvent(id)['id']));
    const { Item } = await shop.aws.documents.send(
      new GetCommand({ TableName: shop.system.tables.email, Key }),
    );
    return Item !== undefined;
  };
  await eventually('the last good order is emailed', () => isSent(goodIds.at(-1) ?? ''));
  const sent = await Promise.all(goodIds.map(isSent));
  expect(sent.filter((done) => !done)).toEqual([]);
  const letters = await takeLetters(shop, deadLetterUrl, new Set(bad));
  expect(letters.length).toBeGreaterThan(numRuns / 8);
  for (const { cause } of letters) expect(cause).toBeDefined();
});

test('unreadable messages in the queues of analytics and email keep no order waiting, and are parked with their cause', async () => {
  const shop = await deployedShop();
  const run = freshRun();
  const consumers = ['analytics', 'email'] as const;
  const bodies = UNREADABLE.map(([, , { body }]) => body);
  const orderIds: string[] = [];
  for (const [index, body] of bodies.entries()) {
    for (const consumer of consumers) {
      await sendAll(shop, shop.system.consumers[consumer].queueUrl, `${run}-${index}`, [body]);
    }
    const orderId = `${run}-${index}`;
    orderIds.push(orderId);
    expect((await shop.shop.send('orders', 'POST', '/orders', smallOrder(orderId))).status).toBe(201);
  }
  expect(await awaitConsumers({ ...shop, signal, progress: () => {} }, orderIds)).toBe(true);
  const expected = UNREADABLE.map(([cause, , { body }]) => [body, cause]);
  for (const consumer of consumers) {
    const letters = await takeLetters(shop, shop.system.consumers[consumer].deadLetterUrl, new Set(bodies));
    expect(letters.map(({ body, cause }) => [body, cause]).sort()).toEqual(expected.toSorted());
  }
});

const text = (StringValue: string): MessageAttributeValue => ({ DataType: 'String', StringValue });
const attributes = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, text('x')]));

test('a message with eleven attributes is undeliverable to a queue with raw delivery, and those beside it arrive', async () => {
  const shop = await deployedShop();
  const { topicArn, undeliveredUrl } = shop.system.payloads.kinds.full;
  const run = freshRun();
  const ids = ['before', 'eleven', 'after'].map((name) => `${run}-${name}`);
  for (const id of ids) {
    await shop.aws.sns.send(
      new PublishCommand({
        TopicArn: topicArn,
        Message: JSON.stringify(fullEvent(id)),
        MessageAttributes: attributes(id.endsWith('eleven') ? 11 : 10),
        MessageGroupId: run,
        MessageDeduplicationId: id,
      }),
    );
  }
  const context = { ...shop, signal };
  await eventually(
    'the others are projected',
    async () => (await readProjections(context, 'full', ids)).size === 2,
  );
  expect([...(await readProjections(context, 'full', ids)).keys()].sort()).toEqual([
    `${run}-after`,
    `${run}-before`,
  ]);

  // SNS says no cause; the message in its envelope shows it.
  const undelivered: Record<string, unknown>[] = [];
  await eventually('the dead-letter queue of the subscription has the message', async () => {
    await visitQueue(context, undeliveredUrl, { waitSeconds: 0 }, async ({ Body = '' }) => {
      if (!Body.includes(run)) return 'keep';
      undelivered.push(JSON.parse(Body));
      return 'delete';
    });
    return undelivered.length > 0;
  });
  expect(undelivered).toMatchObject([
    { TopicArn: topicArn, Message: JSON.stringify(fullEvent(`${run}-eleven`)) },
  ]);
  expect(Object.keys(undelivered[0]?.['MessageAttributes'] ?? {})).toHaveLength(11);
});

test('what is too large or has attributes that AWS refuses is a typed error at the sender', async () => {
  const shop = await deployedShop();
  const { aws, system } = shop;
  const { topicArn, queueUrl, deadLetterUrl, undeliveredUrl } = system.payloads.kinds.full;
  const group = freshRun();
  const publish = (change: Partial<PublishCommand['input']>) =>
    aws.sns.send(
      new PublishCommand({
        TopicArn: topicArn,
        Message: '{}',
        MessageGroupId: group,
        MessageDeduplicationId: group,
        ...change,
      }),
    );
  const send = (change: Partial<SendMessageCommand['input']>) =>
    aws.sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: '{}',
        MessageGroupId: group,
        MessageDeduplicationId: group,
        ...change,
      }),
    );
  const noBytes = { empty: { DataType: 'Binary', BinaryValue: new Uint8Array() } };

  await expect(publish({ Message: 'x'.repeat(256 * 1024 + 1) })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  await expect(publish({ MessageAttributes: noBytes })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
  });
  await expect(send({ MessageBody: 'x'.repeat(1024 * 1024 + 1) })).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
  });
  await expect(send({ MessageAttributes: noBytes })).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
  await expect(send({ MessageAttributes: attributes(11) })).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
  });
  await expect(send({ MessageBody: '' })).rejects.toMatchObject({ Code: 'MissingParameter' });

  const context = { ...shop, signal };
  for (const url of [queueUrl, deadLetterUrl, undeliveredUrl]) {
    expect(await queueDepth(context, url)).toEqual({ waiting: 0, inFlight: 0 });
  }
});

test('the publisher refuses a record that no event carries, and publishes the others', async () => {
  const shop = await deployedShop();
  const context = { ...shop, signal };
  const run = freshRun();
  const [product] = productHistory(seededRandom(1), `${run}-a`, 1);
  const [large] = productHistory(seededRandom(1), `${run}-large`, 1);
  if (product === undefined || large === undefined) throw new Error('A product has at least one version');
  const answers = await publishChanges(context, [
    { kind: 'full', after: { ...large, description: 'x'.repeat(290 * 1024) } },
    { kind: 'full', after: product },
  ]);
  expect(answers).toMatchObject([{ ok: false, code: 'payload-too-large' }, { ok: true }]);
  await eventually(
    'the other is projected',
    async () => (await readProjections(context, 'full', [`${run}-a`])).size === 1,
  );
});

test.each([
  ['no changes', {}],
  [
    'a version that does not follow',
    { changes: [{ kind: 'full', after: { ...productHistory(seededRandom(1), 'p', 1)[0], version: 3 } }] },
  ],
  [
    'text that no UTF-8 carries',
    { changes: [{ kind: 'full', after: { ...productHistory(seededRandom(1), 'p', 1)[0], name: '\ud800' } }] },
  ],
  [
    'an unknown kind',
    { changes: [{ kind: '__proto__', after: productHistory(seededRandom(1), 'p', 1)[0] }] },
  ],
])('the publisher refuses a request with %s, and says why', async (_case, request) => {
  const { aws, system } = await deployedShop();
  const { FunctionError, Payload } = await aws.lambda.send(
    new InvokeCommand({
      FunctionName: system.payloads.publisher,
      Qualifier: 'live',
      Payload: JSON.stringify(request),
    }),
  );
  expect(FunctionError).toBe('Unhandled');
  expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({
    errorType: 'ShopError',
    errorMessage: expect.stringMatching(/changes|surrogate/),
  });
});
