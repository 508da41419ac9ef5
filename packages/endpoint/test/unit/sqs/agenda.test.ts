import { expect, test } from 'vitest';
import { Agenda } from '../../../src/sqs/queue/agenda.ts';

/** A small generator, so that every run sees the same numbers. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

test('items come in the order of their times, and nothing before its time', () => {
  const agenda = new Agenda<string>();
  agenda.set('late', 30);
  agenda.set('early', 10);
  agenda.set('middle', 20);
  expect(agenda.next).toBe(10);
  expect(agenda.takeDue(9)).toBeUndefined();
  expect([agenda.takeDue(30), agenda.takeDue(30), agenda.takeDue(30), agenda.takeDue(30)]).toEqual([
    'early',
    'middle',
    'late',
    undefined,
  ]);
});

test('items of one time come in the order in which they were put down', () => {
  const agenda = new Agenda<number>();
  for (let item = 0; item < 100; item += 1) agenda.set(item, 5);
  const taken = Array.from({ length: 100 }, () => agenda.takeDue(5));
  expect(taken).toEqual(Array.from({ length: 100 }, (_, item) => item));
});

test('an item can be moved and taken out', () => {
  const agenda = new Agenda<string>();
  agenda.set('a', 10);
  agenda.set('b', 20);
  agenda.set('a', 30);
  expect(agenda.delete('b')).toBe(true);
  expect(agenda.delete('b')).toBe(false);
  expect(agenda.next).toBe(30);
  expect(agenda.size).toBe(1);
});

test('it agrees with a sorted list under any changes', () => {
  const random = numbers(7);
  const agenda = new Agenda<number>();
  const model = new Map<number, number>();
  for (let step = 0; step < 20_000; step += 1) {
    const item = Math.floor(random() * 200);
    const at = Math.floor(random() * 1000);
    if (random() < 0.6) {
      agenda.set(item, at);
      model.set(item, at);
    } else if (random() < 0.5) {
      expect(agenda.delete(item)).toBe(model.delete(item));
    } else {
      const taken = agenda.takeDue(at);
      const first = Math.min(...model.values());
      expect(taken === undefined ? first > at : model.get(taken) === first).toBe(true);
      if (taken !== undefined) model.delete(taken);
    }
    expect(agenda.size).toBe(model.size);
  }
});
