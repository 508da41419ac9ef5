import { expect, test } from 'vitest';
import { blob } from '../../../src/core/input.ts';

test.each(['', 'AA==', 'AAE=', 'AAEC', '+/+/'])('base64 over the wire is bytes: %s', (text) => {
  expect(blob.parse(text)).toEqual(Buffer.from(text, 'base64'));
});

test.each(['A', 'AA', 'AAE', 'AA=', 'A===', '====', 'AAEC=', 'AA==AAEC', 'AA EC', 'AAE\n', '-_-_', 'AAEé'])(
  'what is no base64 is refused: %j',
  (text) => {
    expect(blob.safeParse(text).success).toBe(false);
  },
);
