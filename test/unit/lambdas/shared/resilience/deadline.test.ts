import { expect, it } from 'vitest';
import { Deadline } from '../../../../../lambdas/shared/resilience/deadline.ts';

let now = 1000;
const clock = () => now;

it('counts down and never below zero', () => {
  now = 1000;
  const deadline = Deadline.in(300, clock);
  now += 100;
  expect([deadline.remainingMs(), deadline.isOver]).toEqual([200, false]);
  now += 500;
  expect([deadline.remainingMs(), deadline.isOver]).toEqual([0, true]);
});

it('is the earliest of several limits, of which some may be missing', () => {
  expect(Deadline.earliest([undefined, 700, 900], clock).remainingMs()).toBe(700);
});

it.each([
  ['a tenth', 1000, 900],
  ['at least 10 ms', 50, 40],
  ['at most 250 ms', 20_000, 19_750],
  ['all', 5, 0],
])('keeps %s of the time for the answer', (_, remaining, left) => {
  expect(Deadline.in(remaining, clock).forDependency(60_000).remainingMs()).toBe(left);
});

it('gives a dependency no more than the budget for it', () => {
  expect(Deadline.in(20_000, clock).forDependency(700).remainingMs()).toBe(700);
});
