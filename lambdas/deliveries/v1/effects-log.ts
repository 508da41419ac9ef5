import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { effectKey, effectsHeadKey, processedKey } from '../../../schemas/items/deliveries-lab-items.ts';
import type { ItemKey } from '../../../schemas/items/item-key.ts';
import {
  type Attributes,
  type Table,
  TransactionCanceled,
  type TransactWriteItem,
} from '../../shared/table.ts';
import {
  type PlannedEffect,
  partitionOf,
  planEffects,
  type ReceivedDelivery,
  withoutCopies,
} from '../domain.ts';

export interface EffectsLogOptions {
  table: Table;
  documents: DynamoDBDocumentClient;
  /** Attributes of every item: which invocation writes it, when, and until when it is kept. */
  stamp: () => { invocation: string; at: string; expiresAt: number };
  newToken: () => string;
  random: () => number;
}

/** Writers of one partition take turns, and each turn costs the others an attempt. */
const MAX_ATTEMPTS = 30;
const MAX_PAUSE_MS = 20;

/**
 * An append-only log of effects, with a partition for each message group. Offsets have no gaps: the head of a partition and
 * the effects are written in one transaction, which fails when the head has moved.
 */
export class EffectsLog {
  readonly #options: EffectsLogOptions;

  constructor(options: EffectsLogOptions) {
    this.#options = options;
  }

  /** One effect for each message, all or none. */
  async append(batch: readonly ReceivedDelivery[]): Promise<void> {
    await this.#transact(batch, () => []);
  }

  /** One effect for each message that has none so far, all or none. */
  async appendOnce(batch: readonly ReceivedDelivery[]): Promise<void> {
    const { table, stamp } = this.#options;
    await this.#transact(withoutCopies(batch), ({ log, id }) => [
      table.createItemAction(processedKey(log, id), { type: 'processed', expiresAt: stamp().expiresAt }),
    ]);
  }

  async #transact(
    batch: readonly ReceivedDelivery[],
    recordOf: (delivery: ReceivedDelivery) => TransactWriteItem[],
  ): Promise<void> {
    let rest = batch;
    for (let attempt = 1; rest.length > 0; attempt += 1) {
      const { effects, next } = planEffects(rest, await this.#heads(rest));
      const heads = this.#headActions(rest, effects, next);
      const records = effects.map(({ delivery }) => recordOf(delivery));
      const items = [...records.flat(), ...heads, ...effects.map((effect) => this.#effectAction(effect))];
      try {
        return await this.#options.table.transactWrite(items, this.#options.newToken());
      } catch (error) {
        if (!(error instanceof TransactionCanceled) || attempt === MAX_ATTEMPTS) throw error;
        // Records come first, so a record that exists has the index of its message.
        const isNew = (index: number) => records[index]?.length === 0 || !error.conditionFailed(index);
        const remaining = rest.filter((_, index) => isNew(index));
        if (remaining.length === rest.length) await sleep(this.#options.random() * MAX_PAUSE_MS);
        rest = remaining;
      }
    }
  }

  async #heads(batch: readonly ReceivedDelivery[]): Promise<Map<string, number>> {
    const { table, documents } = this.#options;
    const partitions = new Map(batch.map((delivery) => [partitionOf(delivery), delivery]));
    const keys = new Map(
      [...partitions].map(([partition, { log, group }]) => [effectsHeadKey(log, group).pk, partition]),
    );
    const heads = new Map<string, number>();
    let Keys: ItemKey[] | undefined = [...partitions.values()].map(({ log, group }) =>
      effectsHeadKey(log, group),
    );
    while (Keys !== undefined && Keys.length > 0) {
      const answer = await documents.send(
        new BatchGetCommand({ RequestItems: { [table.name]: { Keys, ConsistentRead: true } } }),
      );
      for (const { pk, next } of answer.Responses?.[table.name] ?? []) {
        const partition = keys.get(String(pk));
        if (partition !== undefined) heads.set(partition, Number(next));
      }
      Keys = answer.UnprocessedKeys?.[table.name]?.Keys as ItemKey[] | undefined;
    }
    return heads;
  }

  /** One for each partition, on the condition that the partition ends where it did when its head was read. */
  #headActions(
    batch: readonly ReceivedDelivery[],
    effects: readonly PlannedEffect[],
    next: ReadonlyMap<string, number>,
  ): TransactWriteItem[] {
    const { table, stamp } = this.#options;
    const { expiresAt } = stamp();
    return [...next].map(([partition, end]) => {
      const index = batch.findIndex((delivery) => partitionOf(delivery) === partition);
      const [first, delivery] = [effects[index]?.offset ?? 0, batch[index]];
      if (delivery === undefined) throw new Error('unreachable');
      const Item = { ...effectsHeadKey(delivery.log, delivery.group), type: 'head', next: end, expiresAt };
      const condition =
        first === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: '#next = :first',
              ExpressionAttributeNames: { '#next': 'next' },
              ExpressionAttributeValues: { ':first': first },
            };
      return { Put: { TableName: table.name, Item, ...condition } };
    });
  }

  #effectAction({ delivery, offset }: PlannedEffect): TransactWriteItem {
    const { log, group, id: messageId, sequence, copy, receiveCount } = delivery;
    const attributes: Attributes = {
      type: 'effect',
      offset,
      messageId,
      group,
      sequence,
      copy,
      receiveCount,
      ...this.#options.stamp(),
    };
    return this.#options.table.createItemAction(effectKey(log, group, offset), attributes);
  }
}
