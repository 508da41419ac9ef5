import { expect, test } from 'vitest';
import { compareFields, describeEffects, REFUSAL, together } from '../../../../driver/services/outcome.ts';

const effects = (sent: Record<string, unknown>, seen: Record<string, unknown>) =>
  describeEffects(compareFields(sent, seen));

test('what arrives as it was sent is the same, however a number is written', () => {
  expect(effects({ a: '12.50', b: 0, c: { d: [1] } }, { a: '12.5', b: '0', c: { d: [1] } })).toBe('same');
  expect(effects({ a: undefined }, {})).toBe('same');
  expect(effects({ a: null }, { a: null })).toBe('same');
});

test('a field that does not arrive is lost, and another value is misread', () => {
  expect(effects({ b: 1, a: 1 }, {})).toBe('fields lost: a, b');
  expect(effects({ a: 3 }, { a: 0 })).toBe('misread: a');
  expect(effects({ risk: 1 }, { score: 0 })).toBe('fields lost: risk; misread: score');
  expect(effects({ a: '1.0' }, { a: '1.0.0' })).toBe('misread: a');
});

test('names of an object prototype are names like others', () => {
  expect(effects({ constructor: 'x' }, {})).toBe('fields lost: constructor');
});

test('one message that is refused is enough, and what the others lose adds up', () => {
  const [one, other] = [compareFields({ a: 1 }, {}), compareFields({ b: 1 }, { b: 2 })];
  expect(describeEffects(together([one, other, one]))).toBe('fields lost: a; misread: b');
  expect(describeEffects(together([one, REFUSAL]))).toBe('refused');
});
