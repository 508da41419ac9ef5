import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { ItemKey } from '../../schemas/items/item-key.ts';
import { recordKey, recordPrefix } from '../../schemas/items/storage-lab-items.ts';
import { storedInteger } from '../shared/fields.ts';
import { parse } from '../shared/parse.ts';
import { retrying } from '../shared/retry.ts';
import { type Attributes, type Table, VersionConflict } from '../shared/table.ts';
import { RecordError } from './errors.ts';
import type { StrategyName } from './storage-strategy.ts';

export interface Row {
  version: number;
  attributes: Attributes;
}

export interface RowsOptions {
  table: Table;
  strategy: StrategyName;
  subject: string;
  now: () => Date;
}

const FIRST_VERSION = 1;
const ATTEMPTS = 10;
const bookkeeping = z.looseObject({ version: storedInteger });

/** The rows of one subject in one strategy: their keys, their versions, and what DynamoDB refuses to store. */
export class Rows {
  readonly #options: RowsOptions;
  readonly #onConflict = retrying({
    when: (error) => error instanceof VersionConflict,
    attempts: ATTEMPTS,
  });

  constructor(options: RowsOptions) {
    this.#options = options;
  }

  /** @throws RecordError `not-found` */
  async find(id: string): Promise<Row> {
    const attributes = await this.#options.table.getItem(this.#key(id));
    if (attributes === undefined) throw new RecordError('not-found', 'no record with this id exists');
    return { version: parse(bookkeeping, attributes, 'internal').version, attributes };
  }

  /** @throws RecordError `conflict`, `too-large` */
  async insert(id: string, attributes: Attributes): Promise<void> {
    const row = this.#stamped(attributes, FIRST_VERSION);
    const inserted = await storing(this.#options.table.createItem(this.#key(id), row));
    if (!inserted) throw new RecordError('conflict', 'a record with this id already exists');
  }

  /** Whatever else is in the row is gone, and so is what others wrote since it was read. */
  async overwrite(id: string, attributes: Attributes, before: Row): Promise<number> {
    const version = before.version + 1;
    await storing(this.#options.table.putItem(this.#key(id), this.#stamped(attributes, version)));
    return version;
  }

  /** Replaces the row. @throws VersionConflict when another writer has changed it */
  async replace(id: string, attributes: Attributes, before: Row): Promise<number> {
    const version = before.version + 1;
    const row = this.#stamped(attributes, version);
    await storing(this.#options.table.putItem(this.#key(id), row, before.version));
    return version;
  }

  /** Only these attributes. @throws VersionConflict when another writer has changed the row */
  async set(id: string, attributes: Attributes, before: Row): Promise<number> {
    const { now, table } = this.#options;
    const set = { ...attributes, updatedAt: now().toISOString() };
    await storing(table.updateItem(this.#key(id), set, before.version));
    return before.version + 1;
  }

  /** Tries again after others got in first. @throws RecordError `conflict` after the last attempt */
  async changing<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await this.#onConflict.execute(change);
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
      throw new RecordError('conflict', 'concurrent modification; retry the request', { cause: error });
    }
  }

  /** Every id that there is, page by page. */
  async *ids(): AsyncGenerator<string> {
    const { strategy, subject, table } = this.#options;
    const prefix = recordPrefix(strategy, subject);
    for await (const { pk } of table.scanKeys(prefix)) yield pk.slice(prefix.length);
  }

  #stamped(attributes: Attributes, version: number): Attributes {
    const { now, subject } = this.#options;
    return { ...attributes, subject, version, updatedAt: now().toISOString() };
  }

  #key(id: string): ItemKey {
    const { strategy, subject } = this.#options;
    return recordKey(strategy, subject, id);
  }
}

/** DynamoDB has no code of its own for an item over 400 kB: it is a ValidationException that says so. */
async function storing<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const tooLarge =
      error instanceof DynamoDBServiceException &&
      error.name === 'ValidationException' &&
      /item size.*exceed/i.test(error.message);
    if (!tooLarge) throw error;
    throw new RecordError('too-large', 'the record is larger than the 400 kB that an item may have', {
      cause: error,
    });
  }
}
