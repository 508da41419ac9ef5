import type { PlainObject } from './values/plain.ts';

export const STRATEGIES = ['columns', 'avro', 'document', 'warehouse'] as const;
export type StrategyName = (typeof STRATEGIES)[number];

/**
 * How a release changes a record that another may have written. `naive`: it reads the record into what it knows and
 * writes that back, over whatever is there. `safe`: it changes the fields that it was asked to, keeps the rest as it
 * was written, and writes only if no other writer did in the meantime.
 */
export type UpdateWay = 'naive' | 'safe';

/** A record as one release sees it. */
export interface SeenRecord {
  value: PlainObject;
  /** 1 for a new record, one more with each change. */
  version: number;
}

/**
 * One way to store records of one subject whose schema changes while they lie there, as one release uses it.
 *
 * Every method throws RecordError, and then the stored row is as it was before.
 */
export interface StorageStrategy {
  /** @throws RecordError `conflict` when there is a record of that id */
  put(id: string, value: PlainObject): Promise<void>;
  /** @throws RecordError `not-found`, `unreadable` */
  get(id: string): Promise<SeenRecord>;
  /**
   * Changes named fields of this release's schema; records inside them are merged.
   *
   * @returns the version that the record has now
   * @throws RecordError `not-found`, `conflict`, `unreadable`
   */
  update(id: string, patch: PlainObject, way: UpdateWay): Promise<number>;
}

/** What one run of the warehouse's ETL did. */
export interface EtlReport {
  rewritten: number;
  /** Rows that had the latest schema already. */
  current: number;
  /** Rows that the latest schema cannot take, which stay as they are. */
  refused: { id: string; code: string; message: string }[];
}
