import { expect, test } from 'vitest';
import { eventually } from '../../src/eventually.ts';

test('a condition is asked again until it holds, and its value is returned', async () => {
  let asked = 0;
  const value = await eventually('the third time', () => {
    asked++;
    return asked === 3 ? 'there' : asked === 2 && false;
  });
  expect({ value, asked }).toEqual({ value: 'there', asked: 3 });
});

test('0, null and an empty text are values', async () => {
  expect(await eventually('a number', () => 0)).toBe(0);
  expect(await eventually('null', () => null)).toBeNull();
  expect(await eventually('a text', async () => '')).toBe('');
});

test('a condition that never holds is named when time is up', async () => {
  await expect(eventually('the moon is blue', () => false, 30)).rejects.toMatchObject({
    name: 'TestingError',
    code: 'timed-out',
    message: expect.stringContaining('the moon is blue'),
  });
});

test('what the condition throws ends the wait', async () => {
  const failure = new RangeError('no');
  await expect(
    eventually('anything', () => {
      throw failure;
    }),
  ).rejects.toBe(failure);
});
