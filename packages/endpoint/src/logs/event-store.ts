import type { Collection } from '../core/state.ts';

/**
 * How much is kept. AWS keeps everything until its retention ends; here the oldest calls' events make room, so that
 * a busy function cannot fill the memory.
 */
export const MAX_EVENTS_PER_STREAM = 10_000;
export const MAX_BYTES = 64 * 1024 * 1024;

export interface LogEvent {
  timestamp: number;
  message: string;
  ingestionTime: number;
  /** Rises with every event ever put. */
  number: number;
}

/** The events of one PutLogEvents call: kept and dropped together, which keeps a high rate cheap. */
export interface Batch {
  stream: string;
  firstNumber: number;
  ingestionTime: number;
  bytes: number;
  events: { timestamp: number; message: string }[];
}

interface StreamBatches {
  batches: Set<Batch>;
  events: number;
}

export class EventStore {
  readonly #records: Collection<Batch>;
  readonly #streams = new Map<string, StreamBatches>();
  /** Oldest first, over all streams. */
  readonly #batches = new Set<Batch>();
  #bytes = 0;
  #nextNumber = 1;

  constructor(records: Collection<Batch>) {
    this.#records = records;
    for (const batch of [...records.values()].sort((a, b) => a.firstNumber - b.firstNumber)) {
      this.#index(batch);
      this.#nextNumber = batch.firstNumber + batch.events.length;
    }
  }

  add(stream: string, events: Batch['events'], bytes: number, ingestionTime: number): void {
    const batch: Batch = { stream, firstNumber: this.#nextNumber, ingestionTime, bytes, events };
    this.#nextNumber += events.length;
    this.#records.set(String(batch.firstNumber), batch);
    const own = this.#index(batch);
    for (const oldest of own.batches) {
      if (oldest === batch || own.events - oldest.events.length < MAX_EVENTS_PER_STREAM) break;
      this.#drop(oldest);
    }
    for (const oldest of this.#batches) {
      if (oldest === batch || this.#bytes <= MAX_BYTES) break;
      this.#drop(oldest);
    }
  }

  /** By time and, within a millisecond, in the order in which they came. */
  of(stream: string): LogEvent[] {
    const events = [...(this.#streams.get(stream)?.batches ?? [])].flatMap((batch) =>
      batch.events.map((event, index) => ({
        ...event,
        ingestionTime: batch.ingestionTime,
        number: batch.firstNumber + index,
      })),
    );
    return events.sort(compareEvents);
  }

  removeStream(stream: string): void {
    for (const batch of this.#streams.get(stream)?.batches ?? []) this.#drop(batch);
    this.#streams.delete(stream);
  }

  #index(batch: Batch): StreamBatches {
    let own = this.#streams.get(batch.stream);
    if (own === undefined) {
      own = { batches: new Set(), events: 0 };
      this.#streams.set(batch.stream, own);
    }
    own.batches.add(batch);
    own.events += batch.events.length;
    this.#batches.add(batch);
    this.#bytes += batch.bytes;
    return own;
  }

  #drop(batch: Batch): void {
    const own = this.#streams.get(batch.stream);
    if (own?.batches.delete(batch)) own.events -= batch.events.length;
    if (this.#batches.delete(batch)) this.#bytes -= batch.bytes;
    this.#records.delete(String(batch.firstNumber));
  }
}

export function compareEvents(a: Pick<LogEvent, 'timestamp' | 'number'>, b: typeof a): number {
  return a.timestamp - b.timestamp || a.number - b.number;
}
