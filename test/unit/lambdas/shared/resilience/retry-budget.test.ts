import { expect, it } from 'vitest';
import { RetryBudget } from '../../../../../lambdas/shared/resilience/retry-budget.ts';

/** How many retries the budget pays for now. */
function drain(budget: RetryBudget): number {
  let retries = 0;
  while (budget.withdraw()) retries += 1;
  return retries;
}

function deposit(budget: RetryBudget, calls: number): void {
  for (let call = 1; call <= calls; call += 1) budget.deposit();
}

it('pays for two retries before any call, then for a share of calls', () => {
  const budget = new RetryBudget(0.1);
  expect(drain(budget)).toBe(2);
  deposit(budget, 9);
  expect(drain(budget)).toBe(0);
  // Ten times 0.1 is less than 1 in floating point.
  deposit(budget, 1);
  expect(drain(budget)).toBe(1);
});

it('saves up for a burst of ten, however many calls went well', () => {
  const budget = new RetryBudget(0.5);
  deposit(budget, 1000);
  expect(drain(budget)).toBe(10);
});

it('pays for nothing further with a share of 0', () => {
  const budget = new RetryBudget(0);
  drain(budget);
  deposit(budget, 1000);
  expect(drain(budget)).toBe(0);
});
