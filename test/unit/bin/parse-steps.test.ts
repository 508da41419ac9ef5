import { expect, test } from 'vitest';
import { parseSteps } from '../../../bin/rollout/parse-steps.ts';

test.each([
  ['100', [100]],
  ['10,50,100', [10, 50, 100]],
  ['1,2,3,100', [1, 2, 3, 100]],
])('%s', (text, steps) => {
  expect(parseSteps(text)).toEqual(steps);
});

test.each([
  '',
  '10,50',
  '50,10,100',
  '10,10,100',
  '0,100',
  '10,100,200',
  '10;100',
  'all',
  '12.5,100',
  '-5,100',
])('%j is refused', (text) => {
  expect(() => parseSteps(text)).toThrow('10,50,100');
});
