import { expect, test } from 'vitest';
import { z } from 'zod';
import { blob, record } from '../../../src/core/input.ts';

test.each(['', 'AA==', 'AAE=', 'AAEC', '+/+/'])('base64 over the wire is bytes: %s', (text) => {
  expect(blob.parse(text)).toEqual(Buffer.from(text, 'base64'));
});

test.each(['A', 'AA', 'AAE', 'AA=', 'A===', '====', 'AAEC=', 'AA==AAEC', 'AA EC', 'AAE\n', '-_-_', 'AAEé'])(
  'what is no base64 is refused: %j',
  (text) => {
    expect(blob.safeParse(text).success).toBe(false);
  },
);

test('a map keeps every name as its own, and says which value is wrong', () => {
  const schema = record(z.string());
  const input: unknown = JSON.parse('{"__proto__": "a", "constructor": "b"}');
  const parsed = schema.parse(input);
  expect(Object.entries(parsed)).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
  expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  expect(schema.safeParse({ one: 1 }).error?.issues).toMatchObject([{ path: ['one'] }]);
  expect(schema.safeParse([]).success).toBe(false);
});
