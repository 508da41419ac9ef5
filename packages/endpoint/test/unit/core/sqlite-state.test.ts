import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sqliteState } from '../../../src/core/sqlite-state.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'state-test-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Keys of all records that would be there if the process died now: read from a copy, since the file is locked. */
function keptKeys(): string[] {
  const copy = mkdtempSync(join(tmpdir(), 'state-copy-'));
  try {
    cpSync(directory, copy, { recursive: true });
    const state = sqliteState(copy);
    const collections = ['apigateway/apis', 'cloudformation/stacks', 'sqs/queues'];
    const keys = collections.flatMap((name) => [...state.collection(name).keys()]);
    state.close();
    return keys.sort();
  } finally {
    rmSync(copy, { recursive: true });
  }
}

test('what was set is there after a restart, with its dates, bytes and nesting', () => {
  const value = { when: new Date(0), bytes: new Uint8Array([1, 2]), map: new Map([['a', { b: [1] }]]) };
  const first = sqliteState(directory);
  first.collection('sqs/queues').set('q', value);
  first.close();
  const second = sqliteState(directory);
  expect(second.collection('sqs/queues').get('q')).toEqual(value);
  second.close();
});

test('a record that was deleted, and one that was changed in place, stay so', () => {
  const first = sqliteState(directory);
  const records = first.collection<{ n: number }>('lambda/functions');
  const changing = { n: 1 };
  records.set('changed', changing);
  records.set('deleted', { n: 1 });
  first.flush();
  changing.n = 2;
  records.set('changed', changing);
  records.delete('deleted');
  first.close();
  const second = sqliteState(directory);
  expect([...second.collection('lambda/functions').entries()]).toEqual([['changed', { n: 2 }]]);
  second.close();
});

test('the services that have anything kept are known', () => {
  const first = sqliteState(directory);
  first.collection('sqs/queues').set('q', 1);
  first.collection('sns/topics');
  first.close();
  const second = sqliteState(directory);
  expect(second.services()).toEqual(new Set(['sqs']));
  second.close();
});

test('what was flushed survives the death of the process', () => {
  const module = new URL('../../../src/core/sqlite-state.ts', import.meta.url).href;
  const program = `
    import { sqliteState } from ${JSON.stringify(module)};
    const state = sqliteState(${JSON.stringify(directory)});
    state.collection('sqs/queues').set('kept', 1);
    state.flush();
    process.kill(process.pid, 'SIGKILL');
    setInterval(() => {}, 1000);`;
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program]);
  expect(signal).toBe('SIGKILL');
  const state = sqliteState(directory);
  expect(state.collection('sqs/queues').get('kept')).toBe(1);
  state.close();
});

test('a value that cannot be kept is refused when it is set, and changes nothing', () => {
  const first = sqliteState(directory);
  const records = first.collection('sqs/queues');
  records.set('good', 1);
  expect(() => records.set('good', Object.getOwnPropertyDescriptor)).toThrow(
    expect.objectContaining({ code: 'InternalFailure', status: 500 }),
  );
  expect(records.get('good')).toBe(1);
  first.close();
  const second = sqliteState(directory);
  expect([...second.collection('sqs/queues').entries()]).toEqual([['good', 1]]);
  second.close();
});

test('a value is kept as it was when it was set', () => {
  const first = sqliteState(directory);
  const changing = { n: 1 };
  first.collection('sqs/queues').set('q', changing);
  changing.n = 2;
  first.close();
  const second = sqliteState(directory);
  expect(second.collection('sqs/queues').get('q')).toEqual({ n: 1 });
  second.close();
});

/** Room for the file's own pages and a few small records. */
const SMALL = 40 * 1024;
const big = 'x'.repeat(100 * 1024);

test('what could not be written for want of room is written once there is some, deletions too', () => {
  const first = sqliteState(directory);
  const records = first.collection('sqs/messages');
  records.set('kept', 1);
  records.set('deleted', 1);
  first.close();

  const second = sqliteState(directory, { maxBytes: SMALL });
  const full = second.collection('sqs/messages');
  full.set('too big', big);
  full.set('sent', 1);
  full.delete('deleted');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    expect(() => second.flush()).toThrow(
      expect.objectContaining({ code: 'ServiceUnavailable', status: 503 }),
    );
    expect(second.problem()).toMatch(/cannot be written: database or disk is full/);
  }
  full.delete('too big');
  second.flush();
  expect(second.problem()).toBeUndefined();
  second.close();

  const third = sqliteState(directory);
  expect([...third.collection('sqs/messages').keys()].sort()).toEqual(['kept', 'sent']);
  third.close();
});

test('a failed flush is tried again by itself, at intervals', async () => {
  const clock = manualClock();
  const said: string[] = [];
  const state = sqliteState(directory, {
    clock,
    maxBytes: SMALL,
    log: (level, message) => void said.push(`${level}: ${message}`),
  });
  const records = state.collection('sqs/messages');
  records.set('too big', big);
  await new Promise((resolve) => setImmediate(resolve));
  expect(state.problem()).toBeDefined();
  expect(clock.waiting).toBe(1);
  records.delete('too big');
  await clock.advance(1000);
  expect(state.problem()).toBeUndefined();
  expect(clock.waiting).toBe(0);
  expect(said).toEqual([
    'error: failed to write to the data directory',
    'info: the data directory is writable again',
  ]);
  state.close();
});

test('what is set after the end is not kept, and does no harm', async () => {
  const first = sqliteState(directory);
  const records = first.collection('sqs/queues');
  records.set('before', 1);
  first.close();
  records.set('after', 1);
  // An error of the flush at the end of the tick would be an uncaught one, which fails this run.
  await new Promise((resolve) => setImmediate(resolve));
  first.flush();
  const second = sqliteState(directory);
  expect([...second.collection('sqs/queues').keys()]).toEqual(['before']);
  second.close();
});

test('an end that cannot write everything still lets go of the file', () => {
  const first = sqliteState(directory, { maxBytes: SMALL });
  first.collection('sqs/queues').set('too big', big);
  expect(() => first.close()).toThrow(expect.objectContaining({ code: 'ServiceUnavailable' }));
  sqliteState(directory).close();
});

test('a directory that another endpoint uses is refused by name', () => {
  const first = sqliteState(directory);
  expect(() => sqliteState(directory)).toThrow(
    /state\.sqlite.*is another endpoint using the same --data-dir/,
  );
  first.close();
});

test('what belongs together is durable together, and not before its end', async () => {
  const first = sqliteState(directory);
  const half = Promise.withResolvers<void>();
  const rest = Promise.withResolvers<void>();
  const work = first.atomically(async () => {
    first.collection('apigateway/apis').set('api', 1);
    half.resolve();
    await rest.promise;
    first.collection('cloudformation/stacks').set('stack', 'api');
  });
  await half.promise;
  first.collection('sqs/queues').set('other', 1);
  first.flush();
  expect(keptKeys()).toEqual(['other']);
  rest.resolve();
  await work;
  first.flush();
  expect(keptKeys()).toEqual(['api', 'other', 'stack']);
  first.close();
});

test('what a finished piece of work started goes on like everything else', async () => {
  const first = sqliteState(directory);
  const later = Promise.withResolvers<void>();
  let poller = Promise.resolve();
  await first.atomically(async () => {
    poller = later.promise.then(() => first.collection('sqs/queues').set('late', 1));
  });
  later.resolve();
  await poller;
  first.flush();
  expect(keptKeys()).toEqual(['late']);
  first.close();
});

test.each([
  ['missing', () => rmSync(join(directory, 'state.sqlite'))],
  ['empty', () => writeFileSync(join(directory, 'state.sqlite'), '')],
])('a state file that is %s beside other data is refused, and the data stays', (_what, damage) => {
  sqliteState(directory).close();
  const bodies = join(directory, 's3', 'bodies');
  mkdirSync(bodies, { recursive: true });
  writeFileSync(join(bodies, 'body'), 'precious');
  damage();
  for (let attempt = 0; attempt < 2; attempt += 1) {
    expect(() => sqliteState(directory)).toThrow(
      /data in .*bodies, but its state file .*state\.sqlite is missing or empty\. Restore the file/,
    );
  }
  expect(readdirSync(bodies)).toEqual(['body']);
});

test('a state file of an earlier release is taken', () => {
  const path = join(directory, 'state.sqlite');
  const old = new DatabaseSync(path);
  old.exec('CREATE TABLE record (collection TEXT, key TEXT, value BLOB, PRIMARY KEY (collection, key))');
  old.close();
  mkdirSync(join(directory, 's3', 'bodies', 'body'), { recursive: true });
  sqliteState(directory).close();
});

test('a state file that is no database is refused as that', () => {
  writeFileSync(
    join(directory, 'state.sqlite'),
    'no database at all, but long enough to be looked at'.repeat(20),
  );
  expect(() => sqliteState(directory)).toThrow(/state\.sqlite cannot be used: file is not a database/);
});
