import { AsyncLocalStorage } from 'node:async_hooks';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deserialize, serialize } from 'node:v8';
import { AwsError } from './errors.ts';
import type { Collection, StateStore } from './state.ts';

/** State in one SQLite file: read whole at the start, written in one transaction per flush. */
export function sqliteState(directory: string): StateStore {
  const database = open(join(directory, 'state.sqlite'));
  const insert = database.prepare('INSERT OR REPLACE INTO record (collection, key, value) VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM record WHERE collection = ? AND key = ?');
  const collections = new Map<string, DurableCollection<unknown>>();
  const groups = new AsyncLocalStorage<WriteGroup>();
  let scheduled: NodeJS.Immediate | undefined;
  let closed = false;

  const touched = (collection: DurableCollection<unknown>, key: string) => {
    const group = groups.getStore();
    if (group !== undefined && !group.ended) group.held.push([collection, key]);
    else {
      collection.markDirty([key]);
      schedule();
    }
  };

  const schedule = () => {
    // Work that no request waits for (a poller's deletes) is flushed at the end of the tick. What still runs
    // when the endpoint has closed was acknowledged to nobody.
    if (closed || scheduled !== undefined) return;
    scheduled = setImmediate(() => {
      try {
        flush();
      } catch {
        // It is still to be written: the next answer tries again, and fails where somebody sees it.
      }
    });
  };

  function flush(): void {
    if (closed || scheduled === undefined) return;
    clearImmediate(scheduled);
    scheduled = undefined;
    const dirty = [...collections].map(([name, collection]) => ({
      name,
      collection,
      keys: collection.takeDirty(),
    }));
    database.exec('BEGIN');
    try {
      for (const { name, collection, keys } of dirty) {
        for (const key of keys) {
          if (collection.has(key)) insert.run(name, key, serialize(collection.get(key)));
          else remove.run(name, key);
        }
      }
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      for (const { collection, keys } of dirty) collection.markDirty(keys);
      schedule();
      throw error;
    }
  }

  for (const row of database.prepare('SELECT collection, key, value FROM record').iterate()) {
    const name = String(row['collection']);
    let collection = collections.get(name);
    if (collection === undefined) {
      collection = new DurableCollection(touched);
      collections.set(name, collection);
    }
    collection.load(String(row['key']), deserialize(row['value'] as Uint8Array));
  }

  return {
    collection<V>(name: string) {
      let found = collections.get(name);
      if (found === undefined) {
        found = new DurableCollection(touched);
        collections.set(name, found);
      }
      return found as Collection<unknown> as Collection<V>;
    },
    services: () =>
      new Set(
        [...collections]
          .filter(([, collection]) => collection.size > 0)
          .map(([name]) => name.split('/')[0] as string),
      ),
    flush,
    async atomically(work) {
      const group: WriteGroup = { ended: false, held: [] };
      try {
        return await groups.run(group, work);
      } finally {
        // Timers and pollers that `work` started stay in its context; what they set later is held back no more.
        group.ended = true;
        for (const [collection, key] of group.held) collection.markDirty([key]);
        if (group.held.length > 0) schedule();
      }
    },
    close() {
      try {
        flush();
      } finally {
        // Also when the last flush fails: the next endpoint must be able to open the file.
        closed = true;
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

class DurableCollection<V> implements Collection<V> {
  readonly #records = new Map<string, V>();
  #dirty = new Set<string>();
  readonly #touched: (collection: DurableCollection<V>, key: string) => void;

  constructor(touched: (collection: DurableCollection<V>, key: string) => void) {
    this.#touched = touched;
  }

  load(key: string, value: V): void {
    this.#records.set(key, value);
  }

  takeDirty(): Set<string> {
    const dirty = this.#dirty;
    this.#dirty = new Set();
    return dirty;
  }

  markDirty(keys: Iterable<string>): void {
    for (const key of keys) this.#dirty.add(key);
  }

  get(key: string): V | undefined {
    return this.#records.get(key);
  }

  has(key: string): boolean {
    return this.#records.has(key);
  }

  set(key: string, value: V): void {
    this.#records.set(key, value);
    this.#touched(this, key);
  }

  delete(key: string): boolean {
    const existed = this.#records.delete(key);
    if (existed) this.#touched(this, key);
    return existed;
  }

  keys(): MapIterator<string> {
    return this.#records.keys();
  }

  values(): MapIterator<V> {
    return this.#records.values();
  }

  entries(): MapIterator<[string, V]> {
    return this.#records.entries();
  }

  get size(): number {
    return this.#records.size;
  }
}

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    // One endpoint at a time: a second one on the same directory must not overwrite the first one's state.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = NORMAL');
    database.exec(
      'CREATE TABLE IF NOT EXISTS record (collection TEXT, key TEXT, value BLOB, PRIMARY KEY (collection, key)) WITHOUT ROWID',
    );
    database.exec('BEGIN IMMEDIATE; COMMIT');
  } catch (cause) {
    database.close();
    throw new AwsError(
      'DataDirectoryUnavailable',
      `The data directory's state file ${path} cannot be opened: is another endpoint using the same --data-dir?`,
      { status: 500, cause },
    );
  }
  return database;
}
