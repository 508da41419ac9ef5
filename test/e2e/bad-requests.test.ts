import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { concurrently } from '../../driver/concurrently.ts';
import { awaitConsumers } from '../../driver/orders/await-consumers.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { pick, type Random, seededRandom, whole } from '../../driver/random.ts';
import type { ServiceName } from '../../driver/system.ts';
import { deployedShop } from './support/deployed-shop.ts';

const SEED = Number(process.env['SEED'] ?? 1);
const REQUESTS = Number(process.env['REQUESTS'] ?? 400);

/** Values of every type and at every limit that a field of ours has or a parser may trip over. */
const VALUES: readonly unknown[] = [
  ...[null, true, 0, -0, -1, 0.5, 1e21, 2 ** 53, -(2 ** 53), 1e308, [], {}, [[]], [null], { length: 1 }],
  ...[
    '',
    ' ',
    'x'.repeat(1001),
    'x'.repeat(20_000),
    '__proto__',
    'constructor',
    'toString',
    '\ud800',
    '\u0000',
  ],
  ...[
    '\ufffd',
    '\ufeff',
    '👩‍🚀'.repeat(40),
    '٣',
    '½',
    '$where',
    '{{7*7}}',
    '../..',
    'a/b',
    'a#b',
    '%00',
    '%',
  ],
  // Decimal text
  ...['0', '-0', '00', '1e5', '0x10', '.5', '5.', '1.00000', '999999999999999.9999', '-999999999999999.9999'],
  ...['1000000000000000', '0.0001', '-0.0000', '+1', '1,5', 'NaN', 'Infinity'],
  // Times
  ...[
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999Z',
    '+275760-09-13T00:00:00Z',
    '2010-02-30T00:00:00Z',
  ],
  ...[
    '2010-12-01T24:00:00Z',
    '2010-12-01T08:00:60Z',
    '2010-12-01T08:00:00+23:59',
    '2010-12-01T08:00:00-99:99',
  ],
  ...['2010-12-01', '2010-12-01T08:00:00', '1969-12-31T23:59:59.999Z', '0001-01-01T00:00:00+23:59'],
];

const Placed = z.object({ orderId: z.string() });

function request(random: Random, id: string): { service: ServiceName; path: string; body: unknown } {
  const order = smallOrder(id);
  const payment = { currency: 'GBP', amount: '1.00', customerId: '1', country: 'France' };
  const choice = pick(random, [
    { service: 'orders', path: '/orders', body: order },
    { service: 'orders', path: '/orders', body: order },
    { service: 'payments', path: '/payments', body: { ...payment, paymentId: id, kind: 'charge' } },
    { service: 'fraud', path: '/assessments', body: { ...payment, assessmentId: id } },
    {
      service: 'profiles',
      path: '/profiles',
      body: { userId: id, name: 'Ada', age: 36, email: 'a@example.com' },
    },
  ] as const);
  return { ...choice, body: mutated(random, choice.body) };
}

/** A copy in which some fields have other values, are missing, or are there in addition, at any depth. */
function mutated(random: Random, value: object): unknown {
  const copy = structuredClone(value);
  for (let changes = whole(random, 1, 3); changes > 0; changes -= 1) change(random, copy);
  return copy;
}

function change(random: Random, target: unknown): void {
  if (typeof target !== 'object' || target === null) return;
  const names = Object.keys(target);
  const name =
    random() < 0.1 || names.length === 0 ? pick(random, ['extra', 'a\ud800', '0']) : pick(random, names);
  const inner: unknown = Reflect.get(target, name);
  if (typeof inner === 'object' && inner !== null && random() < 0.7) change(random, inner);
  else if (random() < 0.1) Reflect.deleteProperty(target, name);
  else Reflect.set(target, name, structuredClone(pick(random, VALUES)));
}

test(`${REQUESTS} requests with strange values get an answer below 500 (seed ${SEED})`, {
  timeout: 120_000,
}, async () => {
  const context = await deployedShop();
  const { shop } = context;
  const random = seededRandom(SEED);
  const run = randomBytes(4).toString('hex');
  const requests = Array.from({ length: REQUESTS }, (_, index) => request(random, `${run}-${index}`));
  const failures: unknown[] = [];
  const statuses = new Set<number>();
  const accepted: string[] = [];
  await concurrently(requests, 4, async ({ service, path, body }) => {
    const { status, body: answer } = await shop.send(service, 'POST', path, body);
    statuses.add(status);
    if (service === 'orders' && status < 300) accepted.push(Placed.parse(answer).orderId);
    if (status >= 500) failures.push({ service, status, answer, body });
  });
  expect(failures).toEqual([]);
  // Some were refused, and some were strange and right.
  expect(statuses).toContain(400);
  expect(statuses).toContain(201);
  // What an edge accepts, no consumer stumbles over.
  const signal = new AbortController().signal;
  expect(await awaitConsumers({ ...context, signal, progress: () => {} }, accepted)).toBe(true);
});
