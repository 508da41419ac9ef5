import { beforeEach, describe, expect, it, vi } from 'vitest';
import { paymentStore as storeV11 } from '../../../../lambdas/payments/v1.1/payment-store.ts';
import { paymentsHandler as handlerV11 } from '../../../../lambdas/payments/v1.1/payments-handler.ts';
import type { Assessment } from '../../../../lambdas/payments/v2/payment.ts';
import { paymentStore as storeV2 } from '../../../../lambdas/payments/v2/payment-store.ts';
import { paymentsHandler as handlerV2 } from '../../../../lambdas/payments/v2/payments-handler.ts';
import { ShopError } from '../../../../lambdas/shared/errors.ts';
import { logger } from '../../../../lambdas/shared/logging.ts';
import { type Asked, ask, type Handler } from './ask.ts';
import { asyncPayments } from './async-payments.ts';
import { memoryTable } from './memory-table.ts';

const allowed = { decision: 'allow', score: 15, degraded: false } as const;
const degraded = { decision: 'review', score: null, degraded: true } as const;
const declined: Assessment = { decision: 'decline', score: 95, degraded: false };

const assess = vi.fn<() => Promise<typeof allowed | typeof degraded>>();
let table = memoryTable();
let made = 0;

const dependencies = {
  assess,
  assessOrHold: assess,
  now: () => new Date('2026-12-01T08:26:00Z'),
  newPaymentId: () => `made-${++made}`,
};

const releases: Record<string, () => Handler> = {
  'v1.1': () => handlerV11({ ...dependencies, ...asyncPayments(table), store: storeV11(table) }),
  v2: () => handlerV2({ ...dependencies, ...asyncPayments(table), store: storeV2(table) }),
};

beforeEach(() => {
  table = memoryTable();
  made = 0;
  assess.mockReset().mockResolvedValue(allowed);
});

const body = {
  orderId: '536365',
  amount: '139.1',
  currency: 'GBP',
  kind: 'charge',
  customerId: null,
  country: 'France',
};
const withKey = (key = 'k1'): Asked => ({ headers: { 'Idempotency-Key': key }, body });

describe.each([
  ['v1.1', 'v1'],
  ['v2', 'v1'],
  ['v2', 'v2'],
] as const)('release %s of payments, contract %s', (release, version) => {
  const POST = `POST /${version}/payments`;
  const GET = `GET /${version}/payments/{paymentId}`;
  const send = (route: string, asked?: Asked) => ask(releases[release]?.() ?? expect.fail(), route, asked);

  it('takes a payment, and returns it', async () => {
    const taken = await send(POST, withKey());
    expect(taken.status).toBe(201);
    expect(taken.body).toEqual({
      paymentId: 'k1',
      orderId: '536365',
      kind: 'charge',
      amount: '139.10',
      currency: 'GBP',
      status: 'accepted',
      assessment: allowed,
      createdAt: '2026-12-01T08:26:00.000Z',
      ...(version === 'v2' && { links: { self: '/v2/payments/k1' } }),
    });
    expect(taken.headers.get('location')).toBe('payments/k1');
    expect(taken.headers.get('x-dataflow-release')).toBe(release);
    expect(await send(GET, { paymentId: 'k1' })).toMatchObject({ status: 200, body: taken.body });
  });

  it('returns the same payment for the same key and request, without asking fraud again', async () => {
    const first = await send(POST, withKey());
    const again = await send(POST, { ...withKey(), body: { ...body, amount: '139.1000', note: 'new' } });
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(assess).toHaveBeenCalledOnce();
    expect(table.size).toBe(1);
  });

  it('takes one payment for concurrent requests with the same key', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(POST, withKey())));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(table.size).toBe(1);
  });

  it('refuses a key that names another payment, also while that one is being taken', async () => {
    const other = { ...withKey(), body: { ...body, orderId: '536366' } };
    const answers = await Promise.all([send(POST, withKey()), send(POST, other)]);
    const refused = answers.find(({ status }) => status !== 201);
    expect(refused).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await send(POST, { ...withKey(), body: { ...body, amount: '1' } })).toMatchObject({ status: 422 });
    expect(table.size).toBe(1);
  });

  it('holds a payment that fraud does not assess, and says so', async () => {
    assess.mockResolvedValue(degraded);
    const { body } = await send(POST, withKey());
    expect(body).toMatchObject({ status: 'held', assessment: degraded });
    expect((await send(GET, { paymentId: 'k1' })).body).toEqual(body);
  });

  it('does not store a payment when the time of the caller is up', async () => {
    vi.spyOn(logger, 'error').mockImplementation(() => {});
    assess.mockImplementation(async () => {
      await vi.waitUntil(() => performance.now() >= started + 20);
      return allowed;
    });
    const started = performance.now();
    const late = { ...withKey(), headers: { 'Idempotency-Key': 'k1', 'X-Timeout-Ms': '10' } };
    expect(await send(POST, late)).toMatchObject({ status: 504, body: { code: 'deadline-exceeded' } });
    expect(table.size).toBe(0);
  });

  it.each([
    ['a missing deadline', { headers: { 'X-Timeout-Ms': undefined } }, 400, 'deadline-required'],
    ['a deadline that is none', { headers: { 'X-Timeout-Ms': 'soon' } }, 400, 'bad-request'],
    ['no time left', { headers: { 'X-Timeout-Ms': '0' } }, 504, 'deadline-exceeded'],
    ['a malformed key', { headers: { 'Idempotency-Key': 'a b' } }, 400, 'bad-request'],
    ['malformed JSON', { body: '{' }, 400, 'bad-request'],
    ['no body', { body: undefined }, 400, 'bad-request'],
    ['a float as amount', { body: { ...body, amount: 12.5 } }, 400, 'bad-request'],
    ['a number beyond 2^53', { body: '{"orderId":9007199254740993}' }, 400, 'bad-request'],
    ['a negative amount', { body: { ...body, amount: '-1' } }, 400, 'bad-request'],
    ['a large body', { body: { ...body, note: 'x'.repeat(65_536) } }, 413, 'payload-too-large'],
    ['XML', { headers: { 'Content-Type': 'text/xml' }, body: '<a/>' }, 415, 'unsupported-media-type'],
  ])('refuses %s with a problem, and stores nothing', async (_, asked, status, code) => {
    vi.spyOn(logger, 'error').mockImplementation(() => {});
    const { headers, body } = withKey();
    // `undefined` takes a header away.
    const changed = { body, ...asked, headers: { ...headers, ...('headers' in asked ? asked.headers : {}) } };
    const answer = await send(POST, changed as Asked);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body).toMatchObject({ type: `urn:shop:problem:${code}`, status });
    expect(table.size).toBe(0);
    expect(assess).not.toHaveBeenCalled();
  });

  it('names the fields at fault, and not what was in them', async () => {
    const { body: problem } = await send(POST, {
      ...withKey(),
      body: { ...body, amount: '7.', kind: 'gift' },
    });
    expect(problem.detail).toMatch(/amount: must be decimal text.*; kind: /);
    expect(problem.detail).not.toMatch(/7\.|gift/);
  });

  it('answers 404 for a payment that there is not, and 400 for an id that cannot be one', async () => {
    expect(await send(GET, { paymentId: 'none' })).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
    expect(await send(GET, { paymentId: 'a b' })).toMatchObject({ status: 400 });
  });
});

describe('contract v1', () => {
  it.each(['v1.1', 'v2'])('charges for every request without a key, in release %s', async (release) => {
    const handler = releases[release]?.() ?? expect.fail();
    const first = await ask(handler, 'POST /v1/payments', { body });
    const second = await ask(handler, 'POST /v1/payments', { body });
    expect([first.status, second.status, table.size]).toEqual([201, 201, 2]);
    expect(first.body.paymentId).not.toBe(second.body.paymentId);
  });
});

describe('contract v2', () => {
  const v2 = (assessment: Assessment) =>
    handlerV2({
      ...dependencies,
      assess: async () => assessment,
      assessOrHold: async () => assessment,
      ...asyncPayments(table),
      store: storeV2(table),
    });

  it('needs a key', async () => {
    const { status, body: problem } = await ask(v2(allowed), 'POST /v2/payments', { body });
    expect([status, problem.code]).toEqual([400, 'bad-request']);
    expect(problem.detail).toMatch(/^idempotency-key: /);
  });

  it('is not served by v1.1', async () => {
    const handler = releases['v1.1']?.() ?? expect.fail();
    expect(await ask(handler, 'POST /v2/payments', withKey())).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });

  it('has declined payments, which contract v1 and the routes before it show as held', async () => {
    const taken = await ask(v2(declined), 'POST /v2/payments', withKey());
    expect(taken.body).toMatchObject({ status: 'declined', assessment: declined });
    const read = async (release: string, route: string) => {
      const { body } = await ask(releases[release]?.() ?? expect.fail(), route, { paymentId: 'k1' });
      return [body.status, body.assessment.decision];
    };
    expect(await read('v2', 'GET /v2/payments/{paymentId}')).toEqual(['declined', 'decline']);
    for (const release of ['v1.1', 'v2']) {
      expect(await read(release, 'GET /v1/payments/{paymentId}')).toEqual(['held', 'review']);
      expect(await read(release, 'GET /payments/{paymentId}')).toEqual(['held', 'review']);
    }
  });

  it('takes a repetition that names a channel which the first request did not, but no other channel', async () => {
    const from = (channel?: string) => ({ ...withKey(), body: { ...body, ...(channel && { channel }) } });
    const status = async (channel?: string) =>
      (await ask(v2(allowed), 'POST /v2/payments', from(channel))).status;
    expect([await status(), await status('web'), await status()]).toEqual([201, 200, 200]);
    table = memoryTable();
    expect([await status('web'), await status('store'), await status()]).toEqual([201, 422, 200]);
  });
});

describe.each(['v1.1', 'v2'])('the routes without a contract, in release %s', (release) => {
  const old = {
    paymentId: '536365',
    amount: '139.1',
    currency: 'GBP',
    kind: 'charge',
    customerId: null,
    country: 'France',
  };
  const send = (asked: Asked, route = 'POST /payments') =>
    ask(releases[release]?.() ?? expect.fail(), route, asked);

  it('answer as payments v1 does, and need no deadline', async () => {
    const taken = await send({ body: old, headers: { 'X-Timeout-Ms': '8000' } });
    expect(taken).toMatchObject({
      status: 201,
      body: {
        paymentId: '536365',
        status: 'accepted',
        assessment: { assessmentId: '536365', score: 15, decision: 'allow' },
      },
    });
    const again = await send({ body: old });
    expect([again.status, again.body]).toEqual([200, taken.body]);
    expect((await send({ paymentId: '536365' }, 'GET /payments/{paymentId}')).body).toEqual(taken.body);
  });

  it('refuse another payment with the same id in their own form', async () => {
    await send({ body: old });
    expect(await send({ body: { ...old, amount: '2' } })).toMatchObject({
      status: 409,
      body: { error: { code: 'conflict' } },
    });
  });

  it('fail where fraud does', async () => {
    vi.spyOn(logger, 'error').mockImplementation(() => {});
    assess.mockRejectedValue(new ShopError('dependency-unavailable', 'fraud could not be reached'));
    expect(await send({ body: old })).toMatchObject({
      status: 503,
      body: { error: { code: 'dependency-unavailable' } },
    });
  });

  it('know what was paid for through the contract, and the contract what was paid for here', async () => {
    await send({ body: old });
    expect(await send({ ...withKey('536365') }, 'POST /v1/payments')).toMatchObject({ status: 200 });
    expect(table.size).toBe(1);
  });
});
