import { createHash } from 'node:crypto';
import type { _Record, StreamViewType } from '@aws-sdk/client-dynamodb-streams';
import type { Timer } from '../core/clock.ts';
import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import { dynamoDbError } from './errors.ts';
import { itemSize } from './item-size.ts';
import { type Item, openStreamRecords, type StoredRecord, type StreamRecords } from './stream-records.ts';

/** A stream of a table: the changes between two positions in the engine's records. */
export interface Stream {
  arn: string;
  table: string;
  label: string;
  viewType: StreamViewType;
  created: Date;
  /** Its records come after this position. */
  from: number;
  /** Set when the stream was disabled or its table deleted: there is nothing after it. */
  until?: number;
  closed?: Date;
}

/** What AWS keeps of a stream: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
const RETENTION_MS = 24 * 3_600_000;
const TRIM_INTERVAL_MS = 3_600_000;

/** The streams of all tables. One shard each. */
export class Streams {
  readonly #context: EndpointContext;
  readonly #databasePath: string;
  readonly #streams: Collection<Stream>;
  readonly #waiting = new Set<() => void>();
  readonly #held = new Map<string, Promise<void>>();
  #records: Promise<StreamRecords> | undefined;
  #trimming: Timer | undefined;
  #closed = false;

  constructor(context: EndpointContext, databasePath: string) {
    this.#context = context;
    this.#databasePath = databasePath;
    this.#streams = context.state.collection('dynamodb/streams');
  }

  /** Starts a stream; changes made from now on are in it. */
  async open(table: string, viewType: StreamViewType): Promise<Stream> {
    const { accountId, clock, region } = this.#context;
    const records = await this.#open();
    const created = new Date(clock.now());
    const label = this.#freshLabel(table, created);
    const arn = `arn:aws:dynamodb:${region}:${accountId}:table/${table}/stream/${label}`;
    const stream = { arn, table, label, viewType, created, from: records.head() };
    this.#streams.set(arn, stream);
    return stream;
  }

  /** Ends the stream of a table; what is in it can still be read. */
  async end(table: string): Promise<void> {
    const stream = this.current(table);
    if (stream === undefined) return;
    stream.until = (await this.#open()).head();
    stream.closed = new Date(this.#context.clock.now());
    this.#streams.set(stream.arn, stream);
    this.written();
  }

  /** Undoes `open`, when the engine refused the table. */
  forget(stream: Stream): void {
    this.#streams.delete(stream.arn);
  }

  /** The stream that a table's changes go to now. */
  current(table: string): Stream | undefined {
    return this.#streams.values().find((stream) => stream.table === table && stream.closed === undefined);
  }

  get(arn: string): Stream | undefined {
    return this.list().find((stream) => stream.arn === arn);
  }

  /** All streams, oldest first, with those that ended within the last day. */
  list(): Stream[] {
    const oldest = this.#context.clock.now() - RETENTION_MS;
    for (const stream of [...this.#streams.values()]) {
      if (stream.closed !== undefined && stream.closed.getTime() < oldest) this.#streams.delete(stream.arn);
    }
    return [...this.#streams.values()];
  }

  async head(): Promise<number> {
    return (await this.#open()).head();
  }

  /** The position before the oldest record that is kept. */
  async horizon(stream: Stream): Promise<number> {
    return Math.max(stream.from, (await this.#open()).horizon());
  }

  /** Records after a position, oldest first, and the position to go on from. */
  async read(
    stream: Stream,
    after: number,
    limit: number,
  ): Promise<{ records: _Record[]; position: number }> {
    const records = await this.#open();
    await this.#held.get(stream.table);
    if (after < Math.max(stream.from, records.horizon())) throw dynamoDbError.trimmed();
    const end = stream.until ?? Number.MAX_SAFE_INTEGER;
    const found = records.read(stream.table, after, end, limit);
    return {
      position: found.position,
      records: found.records
        .filter((record) => !isUnchanged(record))
        .map((record) => this.#present(stream, record)),
    };
  }

  /** Resolves when something may have been written after a position, or when the wait is over. */
  async wait(stream: Stream, after: number, milliseconds: number, signal?: AbortSignal): Promise<void> {
    const end = stream.until ?? (await this.head());
    if (end > after || stream.closed !== undefined || signal?.aborted || this.#closed) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        timer.cancel();
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = this.#context.clock.after(milliseconds, done);
      signal?.addEventListener('abort', done);
      this.#waiting.add(done);
    });
  }

  /** Says that something was written: waiting readers read again. */
  written(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /** Removes an item for time to live; no consumer reads its record before it is marked as such. */
  async expire(table: string, keys: Item, remove: () => Promise<boolean>): Promise<void> {
    if (this.current(table) === undefined) {
      await remove();
      return;
    }
    const records = await this.#open();
    const before = records.head();
    const removal = remove().then((removed) => {
      if (removed) records.markExpired(table, keys, before);
    });
    this.#held.set(
      table,
      removal.catch(() => {}),
    );
    try {
      await removal;
    } finally {
      this.#held.delete(table);
      this.written();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#trimming?.cancel();
    this.written();
    const records = await this.#records?.catch(() => undefined);
    this.#records = undefined;
    records?.close();
  }

  async #open(): Promise<StreamRecords> {
    if (this.#closed) throw dynamoDbError.closing();
    if (this.#records === undefined) {
      const opening = openStreamRecords(this.#databasePath);
      this.#records = opening;
      opening.catch(() => {
        this.#records = undefined;
      });
      await this.#trim();
    }
    return this.#records;
  }

  /** Forgets, now and then, what AWS would have forgotten. The engine stamps records by the system's clock. */
  async #trim(): Promise<void> {
    (await this.#records)?.trim(new Date(this.#context.machineClock.now() - RETENTION_MS));
    this.#trimming = this.#context.clock.after(TRIM_INTERVAL_MS, () => {
      this.#trim().catch((cause: unknown) => {
        this.#context.log('warn', 'failed to remove expired stream records', { cause });
      });
    });
  }

  /** AWS: the creation time, in milliseconds. Two streams of one table never share it. */
  #freshLabel(table: string, created: Date): string {
    for (let time = created.getTime(); ; time += 1) {
      const label = new Date(time).toISOString().slice(0, -1);
      if (!this.#streams.values().some((stream) => stream.table === table && stream.label === label)) {
        return label;
      }
    }
  }

  #present(stream: Stream, record: StoredRecord): _Record {
    const { viewType } = stream;
    const newImage =
      viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? record.newImage : undefined;
    const oldImage =
      viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? record.oldImage : undefined;
    const sequenceNumber = toSequenceNumber(record.position);
    return {
      eventID: createHash('md5').update(`${stream.arn}/${sequenceNumber}`).digest('hex'),
      eventName: record.eventName,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: this.#context.region,
      dynamodb: {
        ApproximateCreationDateTime: record.createdAt,
        Keys: record.keys,
        ...(newImage && { NewImage: newImage }),
        ...(oldImage && { OldImage: oldImage }),
        SequenceNumber: sequenceNumber,
        SizeBytes: itemSize(record.keys) + itemSize(newImage) + itemSize(oldImage),
        StreamViewType: viewType,
      },
      ...(record.expired && { userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' } }),
    };
  }
}

/** AWS: at least 21 digits. These compare as text and as numbers alike. */
export function toSequenceNumber(position: number): string {
  return `1${String(position).padStart(20, '0')}`;
}

export function toPosition(sequenceNumber: string): number | undefined {
  return /^1\d{20}$/.test(sequenceNumber) ? Number(sequenceNumber.slice(1)) : undefined;
}

export function shardId(stream: Stream): string {
  const hash = createHash('md5').update(stream.arn).digest('hex').slice(0, 8);
  return `shardId-${String(stream.created.getTime()).padStart(20, '0')}-${hash}`;
}

/** AWS writes no record when an item is overwritten with itself; the engine does. */
function isUnchanged({ eventName, newImage, oldImage }: StoredRecord): boolean {
  return eventName === 'MODIFY' && canonical(newImage) === canonical(oldImage);
}

/** Attributes and members of sets have no order. */
function canonical(item: Item | undefined): string {
  return JSON.stringify(item, (key, value: unknown) => {
    if (Array.isArray(value) && (key === 'SS' || key === 'NS' || key === 'BS')) return [...value].sort();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
