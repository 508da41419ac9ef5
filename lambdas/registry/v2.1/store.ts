import { randomUUID } from 'node:crypto';
import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { COMPATIBILITY_LEVELS, type CompatibilityLevel } from '../../../schemas/compatibility/levels.ts';
import type { ItemKey } from '../../../schemas/items/item-key.ts';
import { storedInteger } from '../../shared/fields.ts';
import { parse } from '../../shared/parse.ts';
import { type Attributes, documentClient, type Table, type TransactWriteItem } from '../../shared/table.ts';
import type { RegisteredVersion, SubjectLevels } from '../domain.ts';

/** A schema as it is kept for good, whatever happens to the subjects that have it. */
const schemaRecord = z.object({ id: storedInteger, schema: z.string(), fingerprint: z.string() });
export type StoredSchema = z.infer<typeof schemaRecord>;

const versionRecord = z.object({
  version: storedInteger,
  id: storedInteger,
  schema: z.string(),
  deleted: z.boolean(),
});
const head = z.object({ next: storedInteger });
const level = z.enum(COMPATIBILITY_LEVELS);
const levelsRecord = z.object({ level: level.exactOptional(), floor: level.exactOptional() });
const listed = z.object({ sk: z.string() });

const IDS: ItemKey = { pk: 'REGISTRY', sk: 'IDS' };
const DEFAULT_LEVELS: ItemKey = { pk: 'REGISTRY', sk: 'LEVELS' };

/** As many items as one transaction takes. */
const MOST_AT_ONCE = 100;

/** Everything that the registry keeps, in one table. */
export class RegistryStore {
  private readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  /** Oldest first, deleted ones included. */
  async versions(subject: string): Promise<RegisteredVersion[]> {
    const items = await this.query(`SUBJECT#${subject}`, 'VERSION#');
    return items.map((item) => parse(versionRecord, item, 'internal'));
  }

  /** The names of all subjects that were ever registered, in order. */
  async subjects(): Promise<string[]> {
    const items = await this.query('SUBJECTS', '');
    return items.map((item) => parse(listed, item, 'internal').sk);
  }

  schemaById(id: number): Promise<StoredSchema | undefined> {
    return this.schema(idKey(id));
  }

  schemaByFingerprint(fingerprint: string): Promise<StoredSchema | undefined> {
    return this.schema(fingerprintKey(fingerprint));
  }

  /** Which versions of which subjects have a schema. */
  async usesOf(id: number): Promise<{ subject: string; version: number }[]> {
    const items = await this.query(`ID#${id}`, 'USE#');
    const use = z.object({ subject: z.string(), version: storedInteger });
    return items.map((item) => parse(use, item, 'internal'));
  }

  /** The levels of a subject, or those that hold where a subject has none. */
  async levels(subject?: string): Promise<SubjectLevels> {
    const found = await this.table.getItem(levelsKey(subject));
    return found === undefined ? {} : parse(levelsRecord, found, 'internal');
  }

  async setLevel(level: CompatibilityLevel, subject?: string): Promise<void> {
    await this.updateLevels(subject, 'SET #type = :type, #level = :level', level);
  }

  async removeLevel(subject?: string): Promise<void> {
    await this.updateLevels(subject, 'SET #type = :type REMOVE #level');
  }

  /** The level below which no client comes. */
  async setFloor(floor: CompatibilityLevel, subject: string): Promise<void> {
    await this.updateLevels(subject, 'SET #type = :type, floor = :level', floor);
  }

  async nextId(): Promise<number> {
    const found = await this.table.getItem(IDS);
    return found === undefined ? 1 : parse(head, found, 'internal').next;
  }

  /**
   * Writes one version, and the schema with it where the registry has not seen it: all or nothing.
   *
   * @throws TransactionCanceled when somebody else registered in between
   */
  async register(subject: string, version: number, schema: StoredSchema, isNew: boolean): Promise<void> {
    const { id } = schema;
    await this.table.transactWrite(
      [
        this.table.createItemAction(versionKey(subject, version), {
          type: 'version',
          subject,
          version,
          ...schema,
          deleted: false,
        }),
        this.table.createItemAction(
          { pk: `ID#${id}`, sk: `USE#${subject}#${version}` },
          { type: 'use', subject, version },
        ),
        this.putting({ pk: 'SUBJECTS', sk: subject }, { type: 'subject' }),
        ...(isNew
          ? [
              this.table.createItemAction(idKey(id), { type: 'schema', ...schema }),
              this.table.createItemAction(fingerprintKey(schema.fingerprint), { type: 'schema', ...schema }),
              this.movingIds(id),
            ]
          : []),
      ],
      randomUUID(),
    );
  }

  /** Soft: the versions are no longer listed or compared with, and their numbers stay taken. */
  async markDeleted(subject: string, versions: readonly number[]): Promise<void> {
    for (let from = 0; from < versions.length; from += MOST_AT_ONCE) {
      const items = versions
        .slice(from, from + MOST_AT_ONCE)
        .map((version) => this.deleting(subject, version));
      await this.table.transactWrite(items, randomUUID());
    }
  }

  private deleting(subject: string, version: number): TransactWriteItem {
    return {
      Update: {
        TableName: this.table.name,
        Key: versionKey(subject, version),
        UpdateExpression: 'SET deleted = :yes',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':yes': true },
      },
    };
  }

  private async updateLevels(subject: string | undefined, change: string, level?: string): Promise<void> {
    await documentClient().send(
      new UpdateCommand({
        TableName: this.table.name,
        Key: levelsKey(subject),
        UpdateExpression: change,
        ExpressionAttributeNames: {
          '#type': 'type',
          ...(change.includes('#level') && { '#level': 'level' }),
        },
        ExpressionAttributeValues: { ':type': 'levels', ...(level !== undefined && { ':level': level }) },
      }),
    );
  }

  private async schema(key: ItemKey): Promise<StoredSchema | undefined> {
    const found = await this.table.getItem(key);
    return found === undefined ? undefined : parse(schemaRecord, found, 'internal');
  }

  private putting(key: ItemKey, attributes: Attributes): TransactWriteItem {
    return { Put: { TableName: this.table.name, Item: { ...attributes, ...key } } };
  }

  private movingIds(taken: number): TransactWriteItem {
    return {
      Update: {
        TableName: this.table.name,
        Key: IDS,
        UpdateExpression: 'SET #next = :next',
        ConditionExpression: taken === 1 ? 'attribute_not_exists(pk)' : '#next = :taken',
        ExpressionAttributeNames: { '#next': 'next' },
        ExpressionAttributeValues: { ':next': taken + 1, ...(taken > 1 && { ':taken': taken }) },
      },
    };
  }

  private async query(pk: string, prefix: string): Promise<Attributes[]> {
    const items: Attributes[] = [];
    let from: Attributes | undefined;
    do {
      const page = await documentClient().send(
        new QueryCommand({
          TableName: this.table.name,
          KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': pk, ...(prefix !== '' && { ':prefix': prefix }) },
          ConsistentRead: true,
          ...(from && { ExclusiveStartKey: from }),
        }),
      );
      items.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return items;
  }
}

function versionKey(subject: string, version: number): ItemKey {
  return { pk: `SUBJECT#${subject}`, sk: `VERSION#${String(version).padStart(6, '0')}` };
}

function idKey(id: number): ItemKey {
  return { pk: `ID#${id}`, sk: 'SCHEMA' };
}

function fingerprintKey(fingerprint: string): ItemKey {
  return { pk: `FINGERPRINT#${fingerprint}`, sk: 'SCHEMA' };
}

function levelsKey(subject?: string): ItemKey {
  return subject === undefined ? DEFAULT_LEVELS : { pk: `SUBJECT#${subject}`, sk: 'LEVELS' };
}
