import type { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it, vi } from 'vitest';
import type { FaultRule } from '../../../../driver/faults/fault-rule.ts';
import { faultSwitch, withFaults } from '../../../../driver/faults/fault-switch.ts';
import { FAULT_RULE_MAX_AGE_MS } from '../../../../lambdas/shared/faults/active-faults.ts';
import {
  activeFaultsItem,
  FAULTS_KEY,
  type FaultRule as ReadRule,
} from '../../../../lambdas/shared/faults/fault-rule.ts';

const RULES = [
  { service: 'fraud', share: 1, fault: { kind: 'latency', ms: 3000 } },
  { service: 'payments', share: 0.2, fault: { kind: 'late-answer', ms: 60_000 } },
  { service: 'fraud', caller: 'payments', share: 1, fault: { kind: 'error' } },
  { service: 'fraud', operation: 'Assess', share: 1, fault: { kind: 'unavailable' } },
  { service: 'fraud', share: 1, fault: { kind: 'refusal' } },
  { service: 'fraud', share: 1, fault: { kind: 'slow-body', ms: 10, bytes: 1_000_000 } },
  { service: 'fraud', share: 1, fault: { kind: 'wrong-encoding' } },
  { service: 'payments', share: 1, fault: { kind: 'protections', off: 'all' } },
  { service: 'orders', share: 1, fault: { kind: 'protections', off: 'fallback' } },
] as const satisfies readonly FaultRule[];

/** Compiles only while the services know every fault that the driver can set. */
const readable = (kind: FaultRule['fault']): ReadRule['fault'] => kind;

function recorded() {
  const steps: string[] = [];
  const items: unknown[] = [];
  const send = vi.fn(async (command: PutCommand) => {
    steps.push('written');
    items.push(command.input.Item);
  });
  const wait = async (ms: number) => {
    expect(ms).toBeGreaterThan(FAULT_RULE_MAX_AGE_MS);
    steps.push('waited');
  };
  // Of the document client, only `send` is used.
  return { faults: faultSwitch({ send } as never, 'faults', wait), steps, items };
}

it('services read the rules as they were set', async () => {
  const { faults, items } = recorded();
  await faults.set(RULES);
  expect(items).toMatchObject([FAULTS_KEY]);
  expect(activeFaultsItem.parse(items[0]).rules).toEqual(RULES);
  expect(RULES.map(({ fault }) => readable(fault).kind)).toHaveLength(RULES.length);
});

it('a change is done when the rules before it are too old to be used', async () => {
  const { faults, steps } = recorded();
  await faults.set(RULES);
  expect(steps).toEqual(['written', 'waited']);
  await faults.clear();
  expect(steps).toEqual(['written', 'waited', 'written', 'waited']);
});

it('faults are cleared whatever happens', async () => {
  const { faults, items } = recorded();
  const failing = withFaults({ faults }, RULES, () => Promise.reject(new Error('the work failed')));
  await expect(failing).rejects.toThrow('the work failed');
  expect(items.map((item) => activeFaultsItem.parse(item).rules.length)).toEqual([RULES.length, 0]);
  expect(await withFaults({ faults }, RULES, async () => 7)).toBe(7);
  expect(items).toHaveLength(4);
});

it('a deployment without the switch has no faults to set', async () => {
  const work = vi.fn();
  await expect(withFaults({ faults: undefined }, RULES, work)).rejects.toThrow('without fault injection');
  expect(work).not.toHaveBeenCalled();
});
