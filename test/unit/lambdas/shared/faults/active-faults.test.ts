import { beforeEach, expect, it, vi } from 'vitest';
import { ActiveFaults, FAULT_RULE_MAX_AGE_MS } from '../../../../../lambdas/shared/faults/active-faults.ts';
import { protectionsUnder } from '../../../../../lambdas/shared/faults/active-protections.ts';
import { activeFaultsItem, type FaultRule } from '../../../../../lambdas/shared/faults/fault-rule.ts';

const error: FaultRule = { service: 'fraud', share: 1, fault: { kind: 'error' } };
const read = vi.fn<() => Promise<readonly FaultRule[]>>();
let now = 0;
let faults: ActiveFaults;

beforeEach(() => {
  now = 1000;
  read.mockReset().mockResolvedValue([error]);
  faults = new ActiveFaults(read, () => now);
});

it('rules are read again when they are older than their maximum age', async () => {
  expect(await faults.rules()).toEqual([error]);
  now += FAULT_RULE_MAX_AGE_MS;
  await faults.rules();
  expect(read).toHaveBeenCalledTimes(1);
  now += 1;
  read.mockResolvedValue([]);
  expect(await faults.rules()).toEqual([]);
});

it('their age counts from the start of the read, or a slow read would hide what was written after it', async () => {
  const slow = Promise.withResolvers<readonly FaultRule[]>();
  read.mockReturnValueOnce(slow.promise);
  const before = faults.rules();
  now += FAULT_RULE_MAX_AGE_MS + 1;
  read.mockResolvedValue([]);
  expect(await faults.rules()).toEqual([]);
  slow.resolve([error]);
  expect(await before).toEqual([error]);
  expect(await faults.rules()).toEqual([]);
});

it('a clock that was set back keeps no old rules', async () => {
  await faults.rules();
  now -= 60_000;
  await faults.rules();
  expect(read).toHaveBeenCalledTimes(2);
});

it('a read that failed is repeated by the next call', async () => {
  read.mockRejectedValueOnce(new Error('throttled'));
  await expect(faults.rules()).rejects.toThrow('throttled');
  expect(await faults.rules()).toEqual([error]);
});

it('protections are off for the clients of the service that the rule names', () => {
  const off = (service: string, what: 'all' | 'fallback', share = 1): FaultRule => ({
    service,
    share,
    fault: { kind: 'protections', off: what },
  });
  const under = (...rules: FaultRule[]) => protectionsUnder(rules, 'payments', () => 0.5);
  expect(under()).toBe('all');
  expect(under({ ...error, service: 'payments' })).toBe('all');
  expect(under(off('orders', 'all'))).toBe('all');
  expect(under(off('payments', 'all'))).toBe('none');
  expect(under(off('payments', 'fallback'))).toBe('no-fallback');
  expect(under(off('payments', 'all', 0.5))).toBe('all');
});

it.each([
  [{ ...error, share: 1.1 }],
  [{ ...error, fault: { kind: 'explosion' } }],
  [{ ...error, fault: { kind: 'latency', ms: 60_001 } }],
])('a rule that is none is refused: %j', (rule) => {
  expect(activeFaultsItem.safeParse({ rules: JSON.stringify([rule]) }).success).toBe(false);
});
