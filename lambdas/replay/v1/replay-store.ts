import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { checkpointKey, consumerGroupKey, replayKey } from '../../../schemas/items/consumer-group-items.ts';
import { storedInteger } from '../../shared/fields.ts';
import { parse } from '../../shared/parse.ts';
import { retrying } from '../../shared/retry.ts';
import { type Table, TransactionCanceled, type TransactWriteItem } from '../../shared/table.ts';
import { type PartitionProgress, REPLAY_STATES, type ReplayState, type ReplayStatus } from '../contract.ts';
import { ReplayError } from '../errors.ts';

const offsets = z.record(z.string(), storedInteger);

const storedReplay = z.object({
  group: z.string(),
  replayId: z.string(),
  state: z.enum(REPLAY_STATES),
  from: offsets,
  to: offsets,
  sent: storedInteger,
  startedAt: z.string(),
  updatedAt: z.string(),
});

const checkpoint = z.object({ next: storedInteger });

const onPassingRefusal = retrying({
  when: (error) => error instanceof TransactionCanceled && error.retryable,
  attempts: 8,
});

/** The state of replays and the checkpoints of their groups, in the table of the journal. */
export class ReplayStore {
  readonly #table: Table;
  readonly #clock: () => Date;

  constructor(table: Table, clock: () => Date) {
    this.#table = table;
    this.#clock = clock;
  }

  /** The latest replay of a group. @throws ReplayError `no-replay` */
  async read(group: string): Promise<ReplayStatus> {
    const found = await this.#table.getItem(replayKey(group));
    if (found === undefined) throw new ReplayError('no-replay', `the group ${group} has had no replay`);
    const { from, to, ...replay } = parse(storedReplay, found, 'internal');
    const partitions = await Promise.all(
      Object.entries(to).map(async ([name, end]): Promise<PartitionProgress> => {
        const partition = Number(name);
        const next = await this.checkpoint(group, partition);
        return { partition, from: from[name] ?? 0, next: next ?? 0, to: end };
      }),
    );
    return { ...replay, partitions: partitions.sort((a, b) => a.partition - b.partition) };
  }

  async checkpoint(group: string, partition: number): Promise<number | undefined> {
    const found = await this.#table.getItem(checkpointKey(group, partition));
    return found && parse(checkpoint, found, 'internal').next;
  }

  /** Sets the checkpoints of the group back to where the replay begins. @throws ReplayError `replay-active` */
  async start(group: string, replayId: string, partitions: readonly PartitionProgress[]): Promise<void> {
    const now = this.#clock().toISOString();
    const byPartition = (offset: (progress: PartitionProgress) => number) =>
      Object.fromEntries(partitions.map((each) => [String(each.partition), offset(each)]));
    const replay = {
      type: 'replay',
      ...{ group, replayId, state: isDone(partitions) ? 'completed' : 'running', sent: 0 },
      ...{ from: byPartition(({ from }) => from), to: byPartition(({ to }) => to) },
      ...{ startedAt: now, updatedAt: now },
    };
    const written = await this.#write([
      {
        Put: {
          TableName: this.#table.name,
          Item: { ...replay, ...replayKey(group) },
          ConditionExpression: 'attribute_not_exists(pk) OR #state IN (:completed, :canceled)',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':completed': 'completed', ':canceled': 'canceled' },
        },
      },
      this.#keepingGroup(group, now),
      ...partitions.map(({ partition, next }) =>
        this.#put(
          { type: 'checkpoint', group, partition, next, updatedAt: now },
          checkpointKey(group, partition),
        ),
      ),
    ]);
    if (written) return;
    throw new ReplayError(
      'replay-active',
      `another replay of the group ${group} is running or paused; resume or cancel it first`,
    );
  }

  /**
   * Moves the checkpoints after events were sent, if the replay is still running and no other step has moved them.
   *
   * @param moves `next` is where the checkpoint is, `to` where it goes
   * @returns false when nothing was moved: the events will be sent again
   */
  advance({ group, replayId }: ReplayStatus, moves: readonly PartitionProgress[], done: boolean) {
    const now = this.#clock().toISOString();
    const sent = moves.reduce((sum, { next, to }) => sum + to - next, 0);
    return this.#write([
      {
        Update: {
          TableName: this.#table.name,
          Key: replayKey(group),
          UpdateExpression: 'SET #state = :state, updatedAt = :now ADD sent :sent',
          ConditionExpression: 'replayId = :replayId AND #state = :running',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: {
            ...{ ':replayId': replayId, ':now': now, ':sent': sent },
            ...{ ':running': 'running', ':state': done ? 'completed' : 'running' },
          },
        },
      },
      ...moves.map(({ partition, next, to }) => ({
        Update: {
          TableName: this.#table.name,
          Key: checkpointKey(group, partition),
          UpdateExpression: 'SET #next = :to, updatedAt = :now',
          ConditionExpression: '#next = :next',
          ExpressionAttributeNames: { '#next': 'next' },
          ExpressionAttributeValues: { ':next': next, ':to': to, ':now': now },
        },
      })),
    ]);
  }

  /** @returns false when the replay was in none of the states */
  changeState(
    { group, replayId }: ReplayStatus,
    from: readonly ReplayState[],
    to: ReplayState,
  ): Promise<boolean> {
    return this.#write([
      {
        Update: {
          TableName: this.#table.name,
          Key: replayKey(group),
          UpdateExpression: 'SET #state = :to, updatedAt = :now',
          ConditionExpression: `replayId = :replayId AND #state IN (${from.map((_, index) => `:from${index}`).join(', ')})`,
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: {
            ...{ ':replayId': replayId, ':to': to, ':now': this.#clock().toISOString() },
            ...Object.fromEntries(from.map((state, index) => [`:from${index}`, state])),
          },
        },
      },
    ]);
  }

  /** A group that exists keeps the time of its creation. */
  #keepingGroup(group: string, now: string): TransactWriteItem {
    return {
      Update: {
        TableName: this.#table.name,
        Key: consumerGroupKey(group),
        UpdateExpression:
          'SET #type = :type, #group = :group, createdAt = if_not_exists(createdAt, :createdAt)',
        ExpressionAttributeNames: { '#type': 'type', '#group': 'group' },
        ExpressionAttributeValues: { ':type': 'group', ':group': group, ':createdAt': now },
      },
    };
  }

  #put(attributes: object, key: ReturnType<typeof replayKey>): TransactWriteItem {
    return { Put: { TableName: this.#table.name, Item: { ...attributes, ...key } } };
  }

  /** @returns false when a condition did not hold, and nothing was written */
  async #write(items: TransactWriteItem[]): Promise<boolean> {
    const token = randomUUID();
    try {
      await onPassingRefusal.execute(() => this.#table.transactWrite(items, token));
      return true;
    } catch (error) {
      if (error instanceof TransactionCanceled && error.conditionFailed()) return false;
      throw error;
    }
  }
}

export function isDone(partitions: readonly PartitionProgress[]): boolean {
  return partitions.every(({ next, to }) => next >= to);
}
