import { expect, test } from 'vitest';
import { type Batch, EventStore, MAX_BYTES, MAX_EVENTS_PER_STREAM } from '../../../src/logs/event-store.ts';

const events = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({
    timestamp: from + index,
    message: `event ${from + index}`,
  }));

test('the newest 10,000 events of a stream are kept, and older calls make room', () => {
  const records = new Map<string, Batch>();
  const store = new EventStore(records);
  for (let batch = 0; batch < 25; batch += 1) store.add('a', events(1000, batch * 1000), 1000, 0);
  const kept = store.of('a');
  expect(kept).toHaveLength(MAX_EVENTS_PER_STREAM);
  expect(kept.at(-1)?.message).toBe('event 24999');
  expect(records.size).toBe(10);
});

test('all streams together stay within the bytes allowed, the oldest going first', () => {
  const store = new EventStore(new Map());
  store.add('old', events(1), MAX_BYTES / 2, 0);
  store.add('new', events(1), MAX_BYTES / 2, 0);
  store.add('newest', events(1), 1, 0);
  expect(['old', 'new', 'newest'].map((stream) => store.of(stream).length)).toEqual([0, 1, 1]);
});

test('events are found again in what was kept, and numbering goes on', () => {
  const records = new Map<string, Batch>();
  new EventStore(records).add('a', events(3), 3, 0);
  const again = new EventStore(records);
  again.add('a', events(1, 3), 1, 0);
  expect(again.of('a').map(({ number }) => number)).toEqual([1, 2, 3, 4]);
});
