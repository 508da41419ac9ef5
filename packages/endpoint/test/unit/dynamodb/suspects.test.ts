import { expect, test } from 'vitest';
import { Suspects } from '../../../src/dynamodb/suspects.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';

test('a request is guilty after two deaths, and another one is not', () => {
  const suspects = new Suspects(manualClock());
  suspects.blame('GetItem', '{"a":1}');
  expect(suspects.of('GetItem', Buffer.from('{"a":1}'))).toBe('suspect');
  suspects.blame('GetItem', '{"a":1}');
  expect(suspects.of('GetItem', '{"a":1}')).toBe('guilty');
  expect(suspects.of('PutItem', '{"a":1}')).toBe('none');
  expect(suspects.of('GetItem', '{"a":2}')).toBe('none');
});

test('an answer clears a suspect', () => {
  const suspects = new Suspects(manualClock());
  suspects.blame('GetItem', '{}');
  suspects.clear('GetItem', '{}');
  expect(suspects.of('GetItem', '{}')).toBe('none');
});

test('deaths are forgotten after ten minutes', async () => {
  const clock = manualClock();
  const suspects = new Suspects(clock);
  suspects.blame('GetItem', '{}');
  suspects.blame('GetItem', '{}');
  await clock.advance(10 * 60_000);
  expect(suspects.of('GetItem', '{}')).toBe('guilty');
  await clock.advance(1);
  expect(suspects.of('GetItem', '{}')).toBe('none');
});
