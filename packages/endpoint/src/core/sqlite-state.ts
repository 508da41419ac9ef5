import { AsyncLocalStorage } from 'node:async_hooks';
import { deserialize } from 'node:v8';
import { type Clock, systemClock, type Timer } from './clock.ts';
import { DurableCollection } from './durable-collection.ts';
import { coreError } from './errors.ts';
import type { Log } from './log.ts';
import type { Collection, StateStore } from './state.ts';
import { openStateFile } from './state-file.ts';

export interface SqliteStateOptions {
  clock?: Clock;
  log?: Log;
  /** A limit on the file's size in bytes, for tests of a full disk. */
  maxBytes?: number;
}

/** How long after a failed flush the next one is tried, if no request asks for one before. */
const RETRY_MS = 1000;

/** State in one SQLite file: read whole at the start, written in one transaction per flush. */
export function sqliteState(directory: string, options: SqliteStateOptions = {}): StateStore {
  const { clock = systemClock, log = () => {} } = options;
  const database = openStateFile(directory);
  const insert = database.prepare('INSERT OR REPLACE INTO record (collection, key, value) VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM record WHERE collection = ? AND key = ?');
  const collections = new Map<string, DurableCollection<unknown>>();
  const groups = new AsyncLocalStorage<WriteGroup>();
  let dirty = false;
  let scheduled: NodeJS.Immediate | undefined;
  let retry: Timer | undefined;
  let problem: string | undefined;
  let closed = false;

  const touched = (collection: DurableCollection<unknown>, key: string) => {
    const group = groups.getStore();
    if (group !== undefined && !group.ended) group.held.push([collection, key]);
    else markDirty(collection, key);
  };

  const markDirty = (collection: DurableCollection<unknown>, key: string) => {
    // What still runs when the endpoint has closed was not acknowledged to any client.
    if (closed) return;
    collection.markDirty(key);
    dirty = true;
    // Work that no request waits for (a poller's deletes) is flushed at the end of the tick.
    if (problem === undefined) scheduled ??= setImmediate(flushAlone);
  };

  /** A flush that no answer waits for. What it cannot write stays dirty. */
  const flushAlone = () => {
    try {
      flush();
    } catch {
      // Said by the log and by the endpoint's health; the next answer fails where a client sees it.
    }
  };

  function flush(): void {
    if (closed || !dirty) return;
    clearImmediate(scheduled);
    scheduled = undefined;
    const changed = [...collections].map(([name, collection]) => ({
      name,
      collection,
      changes: collection.changes(),
    }));
    try {
      database.exec('BEGIN');
      for (const { name, changes } of changed) {
        for (const [key, bytes] of changes) {
          if (bytes === undefined) remove.run(name, key);
          else insert.run(name, key, bytes);
        }
      }
      database.exec('COMMIT');
    } catch (cause) {
      failed(cause);
      throw coreError.unwritable(cause);
    }
    dirty = false;
    for (const { collection, changes } of changed) collection.written(changes);
    recovered();
  }

  function failed(cause: unknown): void {
    // A statement that fails for want of room may have ended the transaction already.
    if (database.isTransaction) database.exec('ROLLBACK');
    if (problem === undefined) log('error', 'failed to write to the data directory', { directory, cause });
    problem = `The data directory ${directory} cannot be written: ${(cause as Error).message}.`;
    retry?.cancel();
    retry = clock.after(RETRY_MS, flushAlone);
  }

  function recovered(): void {
    if (problem === undefined) return;
    retry?.cancel();
    problem = undefined;
    log('info', 'the data directory is writable again', { directory });
  }

  const collection = (name: string): DurableCollection<unknown> => {
    let found = collections.get(name);
    if (found === undefined) {
      found = new DurableCollection(touched);
      collections.set(name, found);
    }
    return found;
  };

  for (const row of database.prepare('SELECT collection, key, value FROM record').iterate()) {
    collection(String(row['collection'])).load(String(row['key']), deserialize(row['value'] as Uint8Array));
  }
  if (options.maxBytes !== undefined) limit(options.maxBytes);

  function limit(bytes: number): void {
    const size = Number(database.prepare('PRAGMA page_size').get()?.['page_size']);
    database.exec(`PRAGMA max_page_count = ${Math.ceil(bytes / size)}`);
  }

  return {
    collection: <V>(name: string) => collection(name) as Collection<unknown> as Collection<V>,
    services: () =>
      new Set(
        [...collections].filter(([, { size }]) => size > 0).map(([name]) => name.split('/')[0] as string),
      ),
    flush,
    problem: () => problem,
    async atomically(work) {
      const group: WriteGroup = { ended: false, held: [] };
      try {
        return await groups.run(group, work);
      } finally {
        // Timers and pollers that `work` started stay in its context; what they set later is held back no more.
        group.ended = true;
        for (const [held, key] of group.held) markDirty(held, key);
      }
    },
    close() {
      try {
        flush();
      } finally {
        // Also when the last flush fails: the next endpoint must be able to open the file.
        closed = true;
        clearImmediate(scheduled);
        retry?.cancel();
        database.close();
      }
    },
  };
}

/** What an atomic piece of work has set so far. */
interface WriteGroup {
  ended: boolean;
  readonly held: [collection: DurableCollection<unknown>, key: string][];
}
