import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { nextSteps } from '../../bin/deploy/next-steps.ts';
import { eventually } from '../../packages/testing/src/eventually.ts';
import { dataflow, start } from './support/command-line.ts';
import { deployedShop, deployedTarget } from './support/deployed-shop.ts';

const at = () => ['--endpoint', inject('endpoint')];
const fresh = (what: string) => `${what}-${randomBytes(4).toString('hex')}`;

const order = (orderId: string) => ({
  orderId,
  kind: 'order',
  customerId: 'C1',
  country: 'EIRE',
  placedAt: '2026-01-02T03:04:05.000Z',
  lines: [{ sku: 'X', description: 'Tea pot', quantity: 2, unitPrice: '1.25' }],
});

async function placeOrder(): Promise<string> {
  const orderId = fresh('order');
  const { status, stderr } = await dataflow([
    ...['call', 'orders', 'POST', '/orders', '--data', JSON.stringify(order(orderId))],
    ...at(),
  ]);
  expect(stderr).toMatch(/^HTTP 201, release v\S+$/m);
  expect(status).toBe(0);
  return orderId;
}

test('status shows URLs that answer, live releases, tables and queues', async () => {
  const { status, stdout } = await dataflow(['status', '--json', ...at()]);
  expect(status).toBe(0);
  const shop = JSON.parse(stdout);
  expect(shop.urls.map(({ service }: { service: string }) => service)).toContain('registry');
  for (const { url } of shop.urls) expect((await fetch(`${url}/`)).status).toBe(403);
  expect(shop.functions).toContainEqual(
    expect.objectContaining({
      function: 'profiles',
      traffic: [{ release: 'v1', version: '1', weight: 1 }],
      releases: expect.arrayContaining([expect.objectContaining({ release: 'v2' })]),
    }),
  );
  expect(shop.tables).toContainEqual(expect.objectContaining({ table: 'shared', items: expect.any(Number) }));
  expect(shop.queues).toContainEqual(expect.objectContaining({ queue: 'journal', deadLetters: 0 }));
  expect(shop.queues).toContainEqual(expect.objectContaining({ queue: 'payments-work', deadLetters: 0 }));

  const text = await dataflow(['status', ...at()]);
  expect(text.stdout).toMatch(/^profiles +v1 100 % +v1 \(version 1\), /m);
  expect(text.stdout).toMatch(/^queue +waiting +in flight +delayed +dead letters +URL$/m);
});

test('a call sends headers, and says how long it waits unless it is given', async () => {
  const key = fresh('payment');
  const payment = {
    orderId: key,
    amount: '12.50',
    currency: 'GBP',
    kind: 'charge',
    customerId: 'C1',
    country: 'EIRE',
  };
  const call = (...headers: string[]) =>
    dataflow([
      ...['call', 'payments', 'POST', '/v1/payments', '--data', JSON.stringify(payment)],
      ...headers.flatMap((header) => ['--header', header]),
      ...at(),
    ]);
  const taken = await call(`Idempotency-Key: ${key}`);
  expect(taken.stderr).toMatch(/^HTTP 201, release v\S+$/m);
  expect(JSON.parse(taken.stdout)).toMatchObject({ paymentId: key });
  const late = await call(`Idempotency-Key: ${key}`, 'X-Timeout-Ms: 0');
  expect(late.status).toBe(1);
  expect(JSON.parse(late.stdout)).toMatchObject({ code: 'deadline-exceeded' });
});

test('a call is signed; a refusal is shown and makes the status 1', async () => {
  const missing = await dataflow(['call', 'profiles', 'GET', `/profiles/${fresh('none')}`, ...at()]);
  expect(missing.status).toBe(1);
  expect(missing.stderr).toMatch(/^HTTP 404, release v1$/m);
  expect(JSON.parse(missing.stdout)).toMatchObject({ error: { code: expect.any(String) } });
});

test.each([
  [['call', 'profiles', 'GET', 'profiles/ada'], /must begin with a slash/],
  [['call', 'profiles', 'POST', '/profiles', '--data', '{'], /--data is not JSON/],
  [
    ['call', 'profiles', 'GET', '/profiles/ada', '--header', 'Idempotency-Key'],
    /--header must be a name, a colon/,
  ],
  [['call', 'profiles', 'POST', '/profiles', '--data', '@no/such/file'], /--data cannot be read/],
  [['call', 'moon', 'GET', '/'], /Allowed choices are profiles/],
  [['logs', 'moon'], /no function "moon"[\s\S]*Allowed values: profiles/],
  [['logs', 'orders', '--since', 'today'], /such as 30s, 10m, 2h or 1d/],
  [['archive', '--verify', 'nothing'], /--verify must name a manifest of the archive, not "nothing"/],
  [
    ['archive', '--table', 'records', '--subject', 'order', '--since', 's3://elsewhere/exports/x'],
    /--since must name a manifest of the archive/,
  ],
  [['events', '--limit', '0'], /whole number of 1 or more/],
])('wrong usage is refused with status 2: %j', async (args, message) => {
  const { status, stderr } = await dataflow([...args, ...at()]);
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
});

test('events are decoded from Avro, with partition and offset', async () => {
  const orderId = await placeOrder();
  let lines: string[] = [];
  await eventually('the event is in the journal', async () => {
    const { stdout } = await dataflow(['events', '--order', orderId, '--json', ...at()]);
    lines = stdout.trim().split('\n');
    return stdout !== '';
  });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    partition: expect.any(Number),
    offset: expect.any(Number),
    type: 'shop.order.placed',
    data: { orderId, total: expect.stringMatching(/^2\.50*$/), placedAt: '2026-01-02T03:04:05.000Z' },
  });
  const text = await dataflow(['events', '--order', orderId, ...at()]);
  expect(text.stdout).toMatch(/shop\.order\.placed .*\n {2}partition \d, offset \d+, id .*\n {2}\{"orderId"/);
  const none = await dataflow(['events', '--order', fresh('none'), ...at()]);
  expect(none).toMatchObject({ status: 0, stdout: '', stderr: 'No matching events.\n' });
});

test('events and logs go on until Ctrl-C', async () => {
  const events = start(['events', '--follow', '--json', '--limit', '1', ...at()]);
  const logs = start(['logs', 'orders', '--follow', '--since', '1s', ...at()]);
  const orderId = await placeOrder();
  await eventually('the event is shown', () => events.output().includes(orderId));
  await eventually('the invocation is shown', () => /^\S+Z {2}REPORT RequestId/m.test(logs.output()));
  for (const each of [events, logs]) {
    each.process.kill('SIGINT');
    expect(await each.ended).toMatchObject({ status: 0, stderr: '' });
  }
});

test('the requests that a deployment prints work as they are', async () => {
  const { system } = await deployedShop();
  const text = nextSteps(deployedTarget(), system);
  const [create = '', read = ''] = text.split('\n').filter((line) => line.trim().startsWith('curl '));
  const run = async (command: string) => (await promisify(execFile)('sh', ['-c', `${command} -s`])).stdout;
  expect(JSON.parse(await run(create))).toMatchObject({ userId: 'ada' });
  expect(JSON.parse(await run(read))).toMatchObject({ userId: 'ada', name: 'Ada' });
  expect(text).toContain(`https://${system.services.profiles.apiId}.execute-api.us-east-1.amazonaws.com/`);
});
