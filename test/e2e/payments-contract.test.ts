import { randomBytes } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { apiUrl } from '../../driver/clients/api-url.ts';
import { signedFetch } from '../../driver/clients/signed-fetch.ts';
import { whileStopped } from '../../driver/faults/stopped-function.ts';
import {
  livePayments,
  type PaymentsClients,
  paymentsRelease,
} from '../../driver/payments/payments-client.ts';
import { readReleases, versionOf } from '../../driver/releases.ts';
import { layoutFaults } from '../../schemas/items/layout-faults.ts';
import { PAYMENT_ITEM, paymentKey } from '../../schemas/items/payment-item.ts';
import { OpenApiContract } from '../support/openapi-contract.ts';
import { deployedShop } from './support/deployed-shop.ts';
import { storedItem } from './support/stored-item.ts';

const contracts = {
  v1: new OpenApiContract('schemas/openapi/payments/v1.yaml'),
  v2: new OpenApiContract('schemas/openapi/payments/v2.yaml'),
};

const freshId = () => `contract-${randomBytes(6).toString('hex')}`;

const charge = () =>
  ({
    orderId: freshId(),
    amount: '139.1',
    currency: 'GBP',
    kind: 'charge',
    customerId: '17850',
    country: 'United Kingdom',
  }) as const;

const header = { 'x-timeout-ms': 8000 };

/** Clients that hold every response to the contract, whatever the test looks at. */
function checked<Clients extends PaymentsClients>(clients: Clients): Clients {
  for (const version of ['v1', 'v2'] as const) {
    clients[version].use({
      async onResponse({ request, response, schemaPath }) {
        const { status, headers } = response;
        const body = await response.clone().json();
        const faults = contracts[version].responseFaults(request.method, schemaPath, {
          status,
          headers,
          body,
        });
        expect(faults).toEqual([]);
      },
    });
  }
  return clients;
}

type Shop = Awaited<ReturnType<typeof deployedShop>>;

/** All traffic of a service to one release, for the length of the test. */
async function shift({ aws, system, traffic }: Shop, service: 'payments' | 'fraud', release: string) {
  const { functionName } = system.services[service];
  const before = await traffic.read(functionName);
  const version = versionOf(await readReleases(aws.lambda, functionName), release);
  await traffic.shift(functionName, { version });
  onTestFinished(() => traffic.shift(functionName, before));
}

/** The deployed API, with `release` behind it for the length of the test. */
async function live(release: string) {
  const shop = await deployedShop();
  await shift(shop, 'payments', release);
  const clients = livePayments(shop);
  onTestFinished(() => clients.close());
  return { shop, clients: checked(clients) };
}

describe('contract v1 of payments, through a generated client', () => {
  test.each(['v1.1', 'v2'])('takes a payment once for a key: release %s', async (release) => {
    const { v1 } = (await live(release)).clients;
    const key = freshId();
    const body = charge();
    const params = { header: { ...header, 'Idempotency-Key': key } };

    const taken = await v1.POST('/v1/payments', { params, body });
    expect(taken.response.status).toBe(201);
    expect(taken.response.headers.get('x-dataflow-release')).toBe(release);
    expect(taken.data).toMatchObject({
      paymentId: key,
      orderId: body.orderId,
      amount: '139.10',
      status: 'accepted',
      assessment: { decision: 'allow', score: 0, degraded: false },
    });

    const again = await v1.POST('/v1/payments', { params, body });
    expect([again.response.status, again.data]).toEqual([200, taken.data]);
    expect(again.response.headers.get('idempotency-replayed')).toBe('true');

    const reused = await v1.POST('/v1/payments', { params, body: { ...body, amount: '1' } });
    expect([reused.response.status, reused.error?.code]).toEqual([422, 'idempotency-key-reused']);

    const read = await v1.GET('/v1/payments/{paymentId}', { params: { header, path: { paymentId: key } } });
    expect([read.response.status, read.data]).toEqual([200, taken.data]);
  });

  test.each(['v1.1', 'v2'])(
    'takes one payment for concurrent requests with a key: release %s',
    async (release) => {
      const { v1 } = (await live(release)).clients;
      const params = { header: { ...header, 'Idempotency-Key': freshId() } };
      const body = charge();
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => v1.POST('/v1/payments', { params, body })),
      );
      const statuses = answers.map(({ response }) => response.status).sort();
      expect(statuses).toEqual([200, 200, 200, 200, 200, 201]);
      expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    },
  );

  test.each(['v1.1', 'v2'])('holds a payment while fraud is down: release %s', async (release) => {
    const { shop, clients } = await live(release);
    const key = freshId();
    const params = { header: { ...header, 'Idempotency-Key': key } };
    const body = charge();
    const held = await whileStopped(shop, shop.system.services.fraud.functionName, () =>
      clients.v1.POST('/v1/payments', { params, body }),
    );
    expect(held.data).toMatchObject({
      status: 'held',
      assessment: { decision: 'review', score: null, degraded: true },
    });
    const again = await clients.v1.POST('/v1/payments', { params, body });
    expect([again.response.status, again.data]).toEqual([200, held.data]);
  });

  test('answers a payment that there is not with a problem', async () => {
    const { v1 } = (await live('v1.1')).clients;
    const { response, error } = await v1.GET('/v1/payments/{paymentId}', {
      params: { header, path: { paymentId: freshId() } },
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json',
    ]);
    expect(error).toMatchObject({ type: 'urn:shop:problem:not-found', code: 'not-found', status: 404 });
  });
});

describe('contract v2 of payments, through a generated client', () => {
  test('takes a payment with a channel, and shows it to clients of both contracts', async () => {
    const {
      shop,
      clients: { v1, v2 },
    } = await live('v2');
    const key = freshId();
    const taken = await v2.POST('/v2/payments', {
      params: { header: { ...header, 'Idempotency-Key': key } },
      body: { ...charge(), channel: 'web' },
    });
    expect([taken.response.status, taken.data?.links]).toEqual([201, { self: `/v2/payments/${key}` }]);
    expect(
      layoutFaults(PAYMENT_ITEM, await storedItem(shop, shop.system.tables.payments, paymentKey(key))),
    ).toEqual([]);
    const params = { header, path: { paymentId: key } };
    const { links: _links, ...shared } = taken.data ?? expect.fail();
    expect((await v1.GET('/v1/payments/{paymentId}', { params })).data).toEqual(shared);
    expect((await v2.GET('/v2/payments/{paymentId}', { params })).data).toEqual(taken.data);
  });

  test('has declined payments when fraud serves its contract v2, which clients of v1 see as held', async () => {
    const {
      shop,
      clients: { v1, v2 },
    } = await live('v2');
    await shift(shop, 'fraud', 'v2');
    const key = freshId();
    const taken = await v2.POST('/v2/payments', {
      params: { header: { ...header, 'Idempotency-Key': key } },
      body: { ...charge(), amount: '9100.00', customerId: null, country: 'France' },
    });
    expect(taken.data).toMatchObject({
      status: 'declined',
      assessment: { decision: 'decline', score: 100, degraded: false },
    });
    const params = { header, path: { paymentId: key } };
    expect((await v1.GET('/v1/payments/{paymentId}', { params })).data).toMatchObject({
      status: 'held',
      assessment: { decision: 'review', score: 100 },
    });
  });

  test('is reached in a version of the function, whichever is live', async () => {
    const shop = await deployedShop();
    const context = { ...shop, signal: new AbortController().signal };
    const [before, after] = [
      await paymentsRelease(context, 'v1.1'),
      checked(await paymentsRelease(context, 'v2')),
    ];
    const key = freshId();
    const params = { header: { ...header, 'Idempotency-Key': key } };
    const body = charge();
    const taken = await before.v1.POST('/v1/payments', { params, body });
    expect([taken.response.status, taken.response.headers.get('x-dataflow-release')]).toEqual([201, 'v1.1']);
    const again = await after.v2.POST('/v2/payments', { params, body });
    expect([again.response.status, again.response.headers.get('x-dataflow-release')]).toEqual([200, 'v2']);
    expect(again.data).toMatchObject({ ...taken.data });
    const unknown = await before.v2.POST('/v2/payments', { params, body });
    expect([unknown.response.status, unknown.error?.code]).toEqual([404, 'not-found']);
  });
});

describe.each([
  ['v1', 'v1.1'],
  ['v2', 'v2'],
] as const)('bad requests of contract %s', (version, release) => {
  const good = { 'content-type': 'application/json', 'x-timeout-ms': '8000' };

  test.each([
    ['fields at fault', {}, JSON.stringify({ ...charge(), amount: '7.', kind: 'gift' }), 400, 'bad-request'],
    ['malformed JSON', {}, '{', 400, 'bad-request'],
    ['a missing deadline', { 'x-timeout-ms': undefined }, JSON.stringify(charge()), 400, 'deadline-required'],
    ['no time left', { 'x-timeout-ms': '0' }, JSON.stringify(charge()), 504, 'deadline-exceeded'],
    ['a large body', {}, JSON.stringify({ ...charge(), note: 'x'.repeat(65_536) }), 413, 'payload-too-large'],
    ['XML', { 'content-type': 'text/xml' }, '<payment/>', 415, 'unsupported-media-type'],
  ])('are refused with a problem: %s', async (_, changed, body, status, code) => {
    const { shop } = await live(release);
    const { fetch, close } = signedFetch(shop.aws);
    onTestFinished(() => close());
    const key = freshId();
    const headers = Object.entries({ ...good, 'idempotency-key': key, ...changed }).flatMap(
      ([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]),
    );
    const url = `${apiUrl(shop.system.services.payments.apiId, shop.system.stage, shop.aws.settings)}/${version}/payments`;
    const response = await fetch(new Request(url, { method: 'POST', headers, body }));
    const received = { status: response.status, headers: response.headers, body: await response.json() };
    expect(contracts[version].responseFaults('POST', `/${version}/payments`, received)).toEqual([]);
    expect(received).toMatchObject({ status, body: { code } });

    const read = await fetch(new Request(`${url}/${key}`, { headers: { 'x-timeout-ms': '8000' } }));
    expect(read.status).toBe(404);
  });
});

test('field errors name the fields and not what was in them', async () => {
  const { v2 } = (await live('v2')).clients;
  const { error } = await v2.POST('/v2/payments', {
    params: { header: { ...header, 'Idempotency-Key': freshId() } },
    body: { ...charge(), amount: '7.', country: '' },
  });
  expect(error?.detail).toMatch(/amount: .*; country: /);
  expect(error?.detail).not.toContain('7.');
});
