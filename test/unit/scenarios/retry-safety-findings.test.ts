import { Big } from 'big.js';
import { expect, it } from 'vitest';
import type { Charge } from '../../../driver/payments/read-charges.ts';
import { type Finding, findingGroup } from '../../../scenarios/kit/finding.ts';
import { indexFindings } from '../../../scenarios/kit/finding-index.ts';
import {
  keyFindings,
  noKeyFindings,
  type Payments,
} from '../../../scenarios/services/retry-safety/findings.ts';
import type { Paid } from '../../../scenarios/services/retry-safety/impatient-client.ts';
import { retrySafety } from '../../../scenarios/services/retry-safety/scenario.ts';

const paid = (orderId: string, attempts: number, status: number | undefined): Paid => ({
  order: { orderId, amount: '10.10' },
  attempts,
  timedOut: status === undefined ? attempts : attempts - 1,
  status,
});
const charged = (orderId: string, paymentId = orderId, amount = '10.10'): Charge => ({
  paymentId,
  orderId,
  amount: Big(amount),
});
const logged = (...statuses: number[]) =>
  statuses.map((status) => ({ from: 'client', status, at: 0, ms: 1 }));

/** The outcome of each finding that is not as expected. */
function notAsExpected(findings: readonly Finding[]): Record<string, unknown> {
  const others = findings.filter(({ outcome }) => outcome !== 'as-expected' && outcome !== 'measured');
  return Object.fromEntries(others.map(({ id, outcome, observed }) => [id, observed ?? outcome]));
}

/** Two orders; the first answer to the second order came too late. */
const withKey: Payments = {
  paid: [paid('a', 1, 201), paid('b', 2, 200)],
  charges: [charged('a'), charged('b')],
  logged: logged(201, 201, 200),
};
const withoutKey: Payments = {
  paid: [paid('a', 1, 201), paid('b', 2, 201)],
  charges: [charged('a'), charged('b', 'b-1'), charged('b', 'b-2')],
  logged: logged(201, 201, 201),
};

it('retries that charge as predicted are as expected', () => {
  expect(notAsExpected(keyFindings(withKey))).toEqual({});
  expect(notAsExpected(noKeyFindings(withoutKey))).toEqual({});
});

it('with a key, a second charge, a lost one, and a wrong amount differ', () => {
  const twice = { ...withKey, charges: [...withKey.charges, charged('a', 'other')] };
  expect(notAsExpected(keyFindings(twice))).toEqual({ 'key.double-charged': 1, 'key.charged': '30.30' });
  const lost = { ...withKey, charges: [charged('a')] };
  expect(notAsExpected(keyFindings(lost))).toEqual({ 'key.lost': 1, 'key.charged': '10.10' });
  const wrong = { ...withKey, charges: [charged('a'), charged('b', 'b', '10.1000001')] };
  expect(notAsExpected(keyFindings(wrong))).toEqual({ 'key.charged': '20.2000001' });
  const madeTwice = { ...withKey, logged: logged(201, 201, 201) };
  expect(notAsExpected(keyFindings(madeTwice))).toEqual({ 'key.created': 3 });
});

it('without a key, each charge beyond the first needs an answer that no client received', () => {
  const fewer = { ...withoutKey, logged: logged(201, 504, 201) };
  expect(notAsExpected(noKeyFindings(fewer))).toEqual({ 'no-key.excess-charges': 1 });
  const gaveUp = { ...withoutKey, paid: [paid('a', 1, 201), paid('b', 2, undefined)] };
  expect(notAsExpected(noKeyFindings(gaveUp))).toEqual({ 'no-key.answered': 1 });
});

it('retries that did not happen, and a log that is not complete, are not passed over', () => {
  const calm = { paid: [paid('a', 1, 201)], charges: [charged('a')], logged: undefined };
  expect(notAsExpected(noKeyFindings(calm))).toEqual({
    'no-key.timed-out': 0,
    'no-key.double-charged': 0,
    'no-key.excess-charges': 'not-exercised',
  });
});

it('a run without fault injection has a takeaway of what it did exercise', () => {
  const label = 'orders charged more than once';
  const findings = [
    findingGroup('no-key', '').notExercised('double-charged', label, { reason: 'no switch' }),
    findingGroup('key', '').notExercised('double-charged', label, { reason: 'no switch' }),
    findingGroup('duplicates', '').equals('charged', 'payments', { expected: 8, observed: 8, of: 8 }),
  ];
  expect(retrySafety.takeaway(indexFindings(findings))).toMatch(
    /8 payments .* 8 were charged once; time-outs/,
  );
});
