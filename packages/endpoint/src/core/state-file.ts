import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AwsError, coreError } from './errors.ts';

/** Marks a file that this program has set up: a file without it, in a directory that is in use, is not the right one. */
const FORMAT = 1;

/** The results of SQLite that say that another process has the file: SQLITE_BUSY and SQLITE_LOCKED. */
const LOCKED = new Set([5, 6]);

/**
 * Opens the state file of a data directory. Throws AwsError when it cannot be used: another endpoint has it, it is no
 * database, or it is missing or empty in a directory that holds other data, which would be taken for garbage.
 */
export function openStateFile(directory: string): DatabaseSync {
  const path = join(directory, 'state.sqlite');
  const leftover = others(directory);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    // One endpoint at a time: a second one on the same directory must not overwrite the first one's state.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = NORMAL');
    if (leftover !== undefined && isNew(database)) {
      throw coreError.dataDirectoryUnavailable(
        `The data directory has data in ${leftover}, but its state file ${path} is missing or empty. Restore the file, or use another --data-dir.`,
      );
    }
    database.exec(
      `CREATE TABLE IF NOT EXISTS record (collection TEXT, key TEXT, value BLOB, PRIMARY KEY (collection, key)) WITHOUT ROWID;
       PRAGMA user_version = ${FORMAT};
       BEGIN IMMEDIATE; COMMIT`,
    );
    return database;
  } catch (cause) {
    database?.close();
    if (cause instanceof AwsError) throw cause;
    throw coreError.dataDirectoryUnavailable(
      LOCKED.has(Number((cause as { errcode?: number }).errcode))
        ? `The data directory's state file ${path} cannot be opened: is another endpoint using the same --data-dir?`
        : `The data directory's state file ${path} cannot be used: ${(cause as Error).message}.`,
      cause,
    );
  }
}

/** Neither set up by this release nor by an earlier one, which had the table only. */
function isNew(database: DatabaseSync): boolean {
  const tables = database.prepare(`SELECT COUNT(*) AS count FROM sqlite_master WHERE name = 'record'`).get();
  const version = database.prepare('PRAGMA user_version').get();
  return tables?.['count'] === 0 && version?.['user_version'] === 0;
}

/** Data in the directory that only makes sense together with the state. */
function others(directory: string): string | undefined {
  const [bodies, packages] = [join(directory, 's3', 'bodies'), join(directory, 'lambda', 'code')];
  return [bodies, packages].find((path) => existsSync(path) && readdirSync(path).length > 0);
}
