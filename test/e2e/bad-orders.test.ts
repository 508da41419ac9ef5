import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { deployedShop } from './support/deployed-shop.ts';

const GOOD = 40;

/** What one client may get wrong, and no JSON parser refuses. */
const BAD_TEXTS = ['a\ud800b', '\udfff', 'a\u0000b', 'line\nbreak', '\u007f', '\u0085'];

test('one client’s bad orders refuse nobody else’s', async () => {
  const { shop } = await deployedShop();
  const run = randomBytes(4).toString('hex');
  let sent = 0;
  const refused: number[] = [];
  // A bad one behind every second good one: far more often than the breakers of payments and orders forget.
  const bad = async () => {
    for (let index = 0; sent < GOOD; index += 1) {
      const country = BAD_TEXTS[index % BAD_TEXTS.length] ?? '';
      const order = { ...smallOrder(`${run}-bad-${index}`), country };
      refused.push((await shop.send('orders', 'POST', '/orders', order)).status);
      const before = sent;
      while (sent < before + 2 && sent < GOOD) await sleep(1);
    }
  };
  const accepted: number[] = [];
  const good = async () => {
    while (sent < GOOD) {
      sent += 1;
      // Once, without trying again: not even one may be refused.
      const { status } = await shop.send('orders', 'POST', '/orders', smallOrder(`${run}-good-${sent}`));
      accepted.push(status);
    }
  };
  await Promise.all([bad(), good(), good()]);

  expect(new Set(accepted)).toEqual(new Set([201]));
  expect(accepted).toHaveLength(GOOD);
  expect(new Set(refused)).toEqual(new Set([400]));
  expect(refused.length).toBeGreaterThanOrEqual(GOOD / 4);
});

test('bad text is a 400 in every service, and a 404 or 400 in every path', async () => {
  const { shop } = await deployedShop();
  const id = `bad-${randomBytes(4).toString('hex')}`;
  const person = { customerId: '1', currency: 'GBP', amount: '1.00' };
  for (const text of BAD_TEXTS) {
    const answers = await Promise.all([
      shop.send('orders', 'POST', '/orders', { ...smallOrder(id), country: text }),
      shop.send('payments', 'POST', '/payments', { paymentId: id, kind: 'charge', country: text, ...person }),
      shop.send('fraud', 'POST', '/assessments', { assessmentId: id, country: text, ...person }),
      shop.send('profiles', 'POST', '/profiles', { userId: id, name: text, age: 1 }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  }
  // Longer than a key of DynamoDB may be, and a control character.
  for (const path of ['x'.repeat(3000), '%00', '%ED%A0%80']) {
    const answers = await Promise.all([
      shop.send('orders', 'GET', `/orders/${path}`),
      shop.send('payments', 'GET', `/payments/${path}`),
      shop.send('profiles', 'GET', `/profiles/${path}`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
  }
});
