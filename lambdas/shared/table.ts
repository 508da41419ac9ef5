import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  paginateScan,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { ItemKey } from '../../schemas/items/item-key.ts';

/** Attribute values as the document client takes them: money as NumberValue, never as a JavaScript number. */
export type Attributes = Record<string, unknown>;

export type TransactWriteItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The version condition of an update did not hold: another writer changed the item since it was read. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

/**
 * A transaction that wrote nothing. `reasons` has one DynamoDB code for each item, in their order: `None`,
 * `ConditionalCheckFailed` (a retry changes nothing), `TransactionConflict` (another write held the item at that moment;
 * retry), or a throughput limit (retry later).
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export class TransactionCanceled extends Error {
  override readonly name = 'TransactionCanceled';
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[], cause: unknown) {
    super(`the transaction was canceled: ${reasons.join(', ')}`, { cause });
    this.reasons = reasons;
  }

  /** Whether the condition of the item at `index`, or without an index of any item, failed. */
  conditionFailed(index?: number): boolean {
    const failed = (reason: string | undefined) => reason === 'ConditionalCheckFailed';
    return index === undefined ? this.reasons.some(failed) : failed(this.reasons[index]);
  }

  /** Whether the same transaction may succeed later: no condition failed. */
  get retryable(): boolean {
    return !this.conditionFailed() && this.reasons.some((reason) => RETRYABLE.includes(reason));
  }
}

const RETRYABLE = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** A DynamoDB table with the primary key `pk` and `sk`. Numbers in what it returns are NumberValue. */
export class Table {
  readonly name: string;
  readonly #client: DynamoDBDocumentClient;

  constructor(name: string, client = documentClient()) {
    this.name = name;
    this.#client = client;
  }

  /** Strongly consistent. Undefined when there is no item with this key. */
  async getItem(key: ItemKey): Promise<Attributes | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.name, Key: key, ConsistentRead: true }),
    );
    return Item;
  }

  /**
   * Items with one partition key whose sort keys lie between two, both included, in ascending order. Strongly consistent.
   *
   * @param pageSize how many items DynamoDB reads at a time
   */
  async *queryItems(
    pk: string,
    { from, to }: { from: string; to: string },
    pageSize: number,
  ): AsyncGenerator<Attributes> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.name,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
        ConsistentRead: true,
        Limit: pageSize,
      },
    );
    for await (const { Items } of pages) yield* Items ?? [];
  }

  /** Writes a new item. Returns false and writes nothing when an item with this key exists. */
  async createItem(key: ItemKey, attributes: Attributes): Promise<boolean> {
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.name,
          Item: { ...attributes, ...key },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /**
   * Replaces the whole item, which removes every attribute that is not in `attributes`.
   *
   * @param expectedVersion the version that the item must have; without it, any item is overwritten
   * @throws VersionConflict
   */
  async putItem(key: ItemKey, attributes: Attributes, expectedVersion?: number): Promise<void> {
    const condition = expectedVersion !== undefined && {
      ConditionExpression: '#version = :expected',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':expected': expectedVersion },
    };
    try {
      await this.#client.send(
        new PutCommand({ TableName: this.name, Item: { ...attributes, ...key }, ...condition }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      throw new VersionConflict('the item changed since it was read', { cause: error });
    }
  }

  /**
   * Sets these attributes and no others, if the item still has `expectedVersion`. An attribute that is undefined is
   * not written.
   *
   * @returns the whole item after the update
   * @throws VersionConflict
   */
  async updateItem(key: ItemKey, set: Attributes, expectedVersion: number): Promise<Attributes> {
    const changes = Object.entries({ ...set, version: expectedVersion + 1 }).filter(
      ([, value]) => value !== undefined,
    );
    try {
      const { Attributes: updated } = await this.#client.send(
        new UpdateCommand({
          TableName: this.name,
          Key: key,
          UpdateExpression: `SET ${changes.map((_, index) => `#a${index} = :v${index}`).join(', ')}`,
          ConditionExpression: '#version = :expected',
          ExpressionAttributeNames: {
            '#version': 'version',
            ...Object.fromEntries(changes.map(([name], index) => [`#a${index}`, name])),
          },
          ExpressionAttributeValues: {
            ':expected': expectedVersion,
            ...Object.fromEntries(changes.map(([, value], index) => [`:v${index}`, value])),
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return updated ?? {};
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      throw new VersionConflict('the item changed since it was read', { cause: error });
    }
  }

  /** The keys of all items whose `pk` begins with `prefix`. Scans the whole table: for batch runs, not for requests. */
  async *scanKeys(prefix: string): AsyncGenerator<ItemKey> {
    const pages = paginateScan(
      { client: this.#client },
      {
        TableName: this.name,
        FilterExpression: 'begins_with(pk, :prefix)',
        ExpressionAttributeValues: { ':prefix': prefix },
        ProjectionExpression: 'pk, sk',
      },
    );
    for await (const { Items } of pages) {
      for (const { pk, sk } of Items ?? []) yield { pk: String(pk), sk: String(sk) };
    }
  }

  /** The action of a transaction that writes a new item and fails when an item with this key exists. */
  createItemAction(key: ItemKey, attributes: Attributes): TransactWriteItem {
    return {
      Put: {
        TableName: this.name,
        Item: { ...attributes, ...key },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    };
  }

  /**
   * Writes all items or none.
   *
   * @param token identifies the transaction for ten minutes: DynamoDB does not repeat it when it is sent again after a
   *   lost response
   * @throws TransactionCanceled
   */
  async transactWrite(items: TransactWriteItem[], token: string): Promise<void> {
    try {
      await this.#client.send(new TransactWriteCommand({ TransactItems: items, ClientRequestToken: token }));
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons?.map(({ Code }) => Code ?? 'None') ?? [];
      throw new TransactionCanceled(reasons, error);
    }
  }
}

let shared: DynamoDBDocumentClient | undefined;

/** The client, and with it the connection pool, of this execution environment. */
export function documentClient(): DynamoDBDocumentClient {
  shared ??= DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
    // DynamoDB numbers have 38 digits, JavaScript numbers 15 to 17.
    unmarshallOptions: { wrapNumbers: true },
  });
  return shared;
}
