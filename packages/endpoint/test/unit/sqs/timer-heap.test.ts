import { expect, test } from 'vitest';
import { TimerHeap } from '../../../src/sqs/queue/timer-heap.ts';

/** A small generator, so that every run sees the same numbers. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

test('items come in the order of their times, and nothing before its time', () => {
  const heap = new TimerHeap<string>();
  heap.set('late', 30);
  heap.set('early', 10);
  heap.set('middle', 20);
  expect(heap.next).toBe(10);
  expect(heap.takeDue(9)).toBeUndefined();
  expect([heap.takeDue(30), heap.takeDue(30), heap.takeDue(30), heap.takeDue(30)]).toEqual([
    'early',
    'middle',
    'late',
    undefined,
  ]);
});

test('items of one time come in the order in which they were put down', () => {
  const heap = new TimerHeap<number>();
  for (let item = 0; item < 100; item += 1) heap.set(item, 5);
  const taken = Array.from({ length: 100 }, () => heap.takeDue(5));
  expect(taken).toEqual(Array.from({ length: 100 }, (_, item) => item));
});

test('an item can be moved and taken out', () => {
  const heap = new TimerHeap<string>();
  heap.set('a', 10);
  heap.set('b', 20);
  heap.set('a', 30);
  expect(heap.delete('b')).toBe(true);
  expect(heap.delete('b')).toBe(false);
  expect(heap.next).toBe(30);
  expect(heap.size).toBe(1);
});

test('it agrees with a sorted list under any changes', () => {
  const random = numbers(7);
  const heap = new TimerHeap<number>();
  const model = new Map<number, number>();
  for (let step = 0; step < 20_000; step += 1) {
    const item = Math.floor(random() * 200);
    const at = Math.floor(random() * 1000);
    if (random() < 0.6) {
      heap.set(item, at);
      model.set(item, at);
    } else if (random() < 0.5) {
      expect(heap.delete(item)).toBe(model.delete(item));
    } else {
      const taken = heap.takeDue(at);
      const first = Math.min(...model.values());
      expect(taken === undefined ? first > at : model.get(taken) === first).toBe(true);
      if (taken !== undefined) model.delete(taken);
    }
    expect(heap.size).toBe(model.size);
  }
});
