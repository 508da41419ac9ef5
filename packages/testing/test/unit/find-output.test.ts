import { expect, test } from 'vitest';
import { findOutput } from '../../src/find-output.ts';

const OUTPUTS = { Orders: { Url: 'http://orders', Queue: 'q' }, Payments: { Url: 'http://payments' } };

test('an output is found by its name, in whichever stack', () => {
  expect(findOutput(OUTPUTS, 'Queue')).toBe('q');
});

test.each([
  ['Url', 'output-ambiguous', 'Orders, Payments'],
  ['Table', 'output-not-found', 'Url, Queue'],
  ['constructor', 'output-not-found', 'Url, Queue'],
])('the output %s is refused with %s', (name, code, hint) => {
  expect(() => findOutput(OUTPUTS, name)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(hint) }),
  );
});
