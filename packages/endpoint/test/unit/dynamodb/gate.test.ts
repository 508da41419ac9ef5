import { expect, test } from 'vitest';
import { Gate } from '../../../src/dynamodb/gate.ts';

/** Work that ends when it is told to. */
function work(name: string, log: string[]) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const run = async () => {
    log.push(`${name} starts`);
    await promise;
    log.push(`${name} ends`);
  };
  return { run, end: resolve };
}

test('work runs side by side; work alone waits for it, and holds what comes later', async () => {
  const gate = new Gate();
  const log: string[] = [];
  const [a, b, alone, later] = ['a', 'b', 'alone', 'later'].map((name) => work(name, log));
  if (!a || !b || !alone || !later) throw new Error('four were made');
  const done = [gate.shared(a.run), gate.shared(b.run), gate.alone(alone.run), gate.shared(later.run)];
  expect(log).toEqual(['a starts', 'b starts']);
  for (const next of [b, a, alone, later]) next.end();
  await Promise.all(done);
  expect(log).toEqual([
    'a starts',
    'b starts',
    'b ends',
    'a ends',
    'alone starts',
    'alone ends',
    'later starts',
    'later ends',
  ]);
});

test('work that fails lets the next in', async () => {
  const gate = new Gate();
  const failing = gate.alone(() => Promise.reject(new Error('no')));
  const next = gate.alone(async () => 'next');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('next');
  expect(await gate.shared(async () => 'shared')).toBe('shared');
});
