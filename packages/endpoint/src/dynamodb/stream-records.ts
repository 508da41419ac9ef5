import type { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb-streams';

/** Attributes as on the wire. */
export type Item = Record<string, AttributeValue>;

/** A change as the engine wrote it down, in one transaction with the change itself. */
export interface StoredRecord {
  /** Ascending over all tables, never used twice. */
  position: number;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  keys: Item;
  newImage: Item | undefined;
  oldImage: Item | undefined;
  createdAt: Date;
  /** Deleted by time to live. */
  expired: boolean;
}

/** The engine's table of stream records, read and mended directly: it shares its SQLite file with us. */
export interface StreamRecords {
  /** Position of the newest record of any table. */
  head(): number;
  /** Records up to this position are gone. */
  horizon(): number;
  /** Records of a table in (after, until], oldest first. `position` is where the next read goes on. */
  read(
    table: string,
    after: number,
    until: number,
    limit: number,
  ): { records: StoredRecord[]; position: number };
  /** Marks the removal of an item after a position as done by time to live. */
  markExpired(table: string, keys: Item, after: number): void;
  /** Forgets what is older. */
  trim(before: Date): void;
  close(): void;
}

interface Row {
  id: number;
  event_name: StoredRecord['eventName'];
  keys_json: string;
  new_image: string | null;
  old_image: string | null;
  created_at: number;
  user_identity: string | null;
}

const TIME_TO_LIVE = JSON.stringify({ type: 'Service', principalId: 'dynamodb.amazonaws.com' });

/** node:sqlite is loaded here and not before: an endpoint without a stream does not pay for it. */
export async function openStreamRecords(databasePath: string): Promise<StreamRecords> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(databasePath, { timeout: 5000 });
  // The engine numbers the records of a table by MAX(…) + 1: without this index, every write reads them all.
  database.exec(
    `CREATE INDEX IF NOT EXISTS stream_records_by_number
     ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`,
  );
  return streamRecords(database);
}

function streamRecords(database: DatabaseSync): StreamRecords {
  const head = database.prepare(`SELECT seq FROM sqlite_sequence WHERE name = '_stream_records'`);
  const oldest = database.prepare('SELECT MIN(id) AS id FROM _stream_records');
  // `+` keeps the search on the primary key: readers stand near the head, and need the order of ids.
  const select = database.prepare(
    `SELECT id, event_name, keys_json, new_image, old_image, created_at, user_identity FROM _stream_records
     WHERE id > ? AND id <= ? AND +table_name = ? ORDER BY id LIMIT ?`,
  );
  const mark = database.prepare('UPDATE _stream_records SET user_identity = ? WHERE id = ?');
  const trim = database.prepare('DELETE FROM _stream_records WHERE created_at < ?');

  const records: StreamRecords = {
    head: () => Number(head.get()?.['seq'] ?? 0),
    horizon() {
      const id = oldest.get()?.['id'];
      return id === null || id === undefined ? records.head() : Number(id) - 1;
    },
    read(table, after, until, limit) {
      const end = Math.min(until, records.head());
      // The columns are those that were asked for.
      const rows = select.all(after, end, table, limit) as unknown[] as Row[];
      return {
        records: rows.map(toRecord),
        position: rows.length < limit ? Math.max(end, after) : (rows.at(-1)?.id ?? after),
      };
    },
    markExpired(table, keys, after) {
      const { records: written } = records.read(table, after, Number.MAX_SAFE_INTEGER, -1);
      const removal = written.find(
        (record) => record.eventName === 'REMOVE' && isDeepStrictEqual(record.keys, keys),
      );
      if (removal !== undefined) mark.run(TIME_TO_LIVE, removal.position);
    },
    trim: (before) => void trim.run(Math.floor(before.getTime() / 1000)),
    close: () => database.close(),
  };
  return records;
}

function toRecord(row: Row): StoredRecord {
  return {
    position: row.id,
    eventName: row.event_name,
    keys: JSON.parse(row.keys_json),
    newImage: row.new_image === null ? undefined : JSON.parse(row.new_image),
    oldImage: row.old_image === null ? undefined : JSON.parse(row.old_image),
    createdAt: new Date(row.created_at * 1000),
    expired: row.user_identity !== null,
  };
}
