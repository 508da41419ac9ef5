import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateScan,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

export interface Key {
  pk: string;
  sk: string;
}

/** Attribute values as the document client takes them: money as NumberValue, never as a JavaScript number. */
export type Attributes = Record<string, unknown>;

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The version condition of an update did not hold: another writer changed the record since it was read. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

/**
 * A transaction that wrote nothing. `reasons` has one DynamoDB code an item, in their order: `None`,
 * `ConditionalCheckFailed` (trying again changes nothing), `TransactionConflict` (another write held the item at
 * that moment: try again), or a limit of throughput (try again later).
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export class TransactionRefused extends Error {
  override readonly name = 'TransactionRefused';
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[], cause: unknown) {
    super(`the transaction was cancelled: ${reasons.join(', ')}`, { cause });
    this.reasons = reasons;
  }

  /** A condition does not hold, at this place or at any. */
  conditionFailed(index?: number): boolean {
    const failed = (reason: string | undefined) => reason === 'ConditionalCheckFailed';
    return index === undefined ? this.reasons.some(failed) : failed(this.reasons[index]);
  }

  /** Nothing but bad luck stood against it. */
  get passing(): boolean {
    return !this.conditionFailed() && this.reasons.some((reason) => PASSING.includes(reason));
  }
}

const PASSING = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** The documents of one table, by `pk` and `sk`. */
export class Records {
  readonly table: string;
  private readonly client: DynamoDBDocumentClient;

  constructor(table: string, client = documentClient()) {
    this.table = table;
    this.client = client;
  }

  /** Strongly consistent: what was written before is there. Numbers come as NumberValue. */
  async find(key: Key): Promise<Attributes | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: key, ConsistentRead: true }),
    );
    return Item;
  }

  /** False, and nothing written, when there is a record already. */
  async insert(key: Key, attributes: Attributes): Promise<boolean> {
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.table,
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
   * Writes the whole record, and with that removes every attribute which is not in `attributes`.
   *
   * @param expectedVersion the version that it must still have; without it, whatever is there is overwritten
   * @throws VersionConflict
   */
  async replace(key: Key, attributes: Attributes, expectedVersion?: number): Promise<void> {
    const condition = expectedVersion !== undefined && {
      ConditionExpression: '#version = :expected',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':expected': expectedVersion },
    };
    try {
      await this.client.send(
        new PutCommand({ TableName: this.table, Item: { ...attributes, ...key }, ...condition }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      throw new VersionConflict('the record changed since it was read', { cause: error });
    }
  }

  /**
   * Writes these attributes and no others, if the record still has the version it was read with.
   *
   * @returns the whole record as it now stands
   * @throws VersionConflict
   */
  async update(key: Key, set: Attributes, expectedVersion: number): Promise<Attributes> {
    const changes = Object.entries({ ...set, version: expectedVersion + 1 }).filter(
      ([, value]) => value !== undefined,
    );
    try {
      const { Attributes: updated } = await this.client.send(
        new UpdateCommand({
          TableName: this.table,
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
      throw new VersionConflict('the record changed since it was read', { cause: error });
    }
  }

  /** The keys of all records whose `pk` begins so, by a scan of the table: for runs that rewrite it, not for requests. */
  async *keys(prefix: string): AsyncGenerator<Key> {
    const pages = paginateScan(
      { client: this.client },
      {
        TableName: this.table,
        FilterExpression: 'begins_with(pk, :prefix)',
        ExpressionAttributeValues: { ':prefix': prefix },
        ProjectionExpression: 'pk, sk',
      },
    );
    for await (const { Items } of pages) {
      for (const { pk, sk } of Items ?? []) yield { pk: String(pk), sk: String(sk) };
    }
  }

  /** One item of a transaction: a new record, which must not be there yet. */
  inserting(key: Key, attributes: Attributes): TransactItem {
    return {
      Put: {
        TableName: this.table,
        Item: { ...attributes, ...key },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    };
  }

  /**
   * All or nothing.
   *
   * @param token names this very transaction for ten minutes: sent again after a lost answer, it is not done again
   * @throws TransactionRefused
   */
  async transact(items: TransactItem[], token: string): Promise<void> {
    try {
      await this.client.send(new TransactWriteCommand({ TransactItems: items, ClientRequestToken: token }));
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons?.map(({ Code }) => Code ?? 'None') ?? [];
      throw new TransactionRefused(reasons, error);
    }
  }
}

let shared: DynamoDBDocumentClient | undefined;

/** One client, and with it one pool of connections, an environment. */
export function documentClient(): DynamoDBDocumentClient {
  shared ??= DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
    // A number of DynamoDB has 38 digits, one of JavaScript 15 to 17.
    unmarshallOptions: { wrapNumbers: true },
  });
  return shared;
}
