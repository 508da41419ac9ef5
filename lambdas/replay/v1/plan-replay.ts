import { JOURNAL_PARTITIONS } from '../../../schemas/items/journal-items.ts';
import type { OffsetRange } from '../../../schemas/items/journal-seek.ts';
import type { PartitionProgress, Position, StartRequest } from '../contract.ts';
import { ReplayError } from '../errors.ts';
import type { Journal } from './journal.ts';
import type { ReplayStore } from './replay-store.ts';

interface Places {
  journal: Pick<Journal, 'range' | 'seek'>;
  store: Pick<ReplayStore, 'checkpoint'>;
  now: Date;
}

/** Which offsets of which partitions a replay is of. @throws ReplayError when the journal does not hold all of them */
export async function planReplay(request: StartRequest, places: Places): Promise<PartitionProgress[]> {
  const { from, to, partitions = ALL } = request;
  for (const partition of partitions) checkPartition(partition);
  for (const position of [from, to]) checkPosition(position, partitions, places.now);
  return Promise.all(
    [...new Set(partitions)].map(async (partition) => {
      const range = await places.journal.range(partition);
      const [first, end] = await Promise.all(
        [from, to].map((position) =>
          resolve(position, { ...places, group: request.group, partition, range }),
        ),
      );
      if (first === undefined || end === undefined || first > end) {
        throw new ReplayError(
          'range-reversed',
          `the range of partition ${partition} ends before it begins (${first} to ${end})`,
        );
      }
      return { partition, from: first, next: first, to: end };
    }),
  );
}

const ALL: readonly number[] = Array.from({ length: JOURNAL_PARTITIONS }, (_, partition) => partition);

function checkPartition(partition: number): void {
  if (ALL.includes(partition)) return;
  throw new ReplayError(
    'unknown-partition',
    `there is no partition ${partition}; allowed values: ${ALL.join(', ')}`,
  );
}

function checkPosition(position: Position, partitions: readonly number[], now: Date): void {
  if ('time' in position && Date.parse(position.time) > now.getTime()) {
    throw new ReplayError('time-ahead', `${position.time} has not come yet: a replay is of the past`);
  }
  if (!('offsets' in position)) return;
  const named = Object.keys(position.offsets).map(Number);
  for (const partition of named) checkPartition(partition);
  const missing = partitions.filter((partition) => !named.includes(partition));
  if (missing.length === 0) return;
  throw new ReplayError('bad-request', `offsets: no offset for partition ${missing.join(', ')}`);
}

async function resolve(
  position: Position,
  {
    journal,
    store,
    group,
    partition,
    range,
  }: Places & { group: string; partition: number; range: OffsetRange },
): Promise<number> {
  if ('time' in position) return journal.seek(partition, range, new Date(position.time));
  if ('at' in position && position.at !== 'checkpoint') {
    return position.at === 'beginning' ? range.first : range.next;
  }
  const offset =
    'at' in position
      ? ((await store.checkpoint(group, partition)) ?? range.first)
      : (position.offsets[String(partition)] ?? 0);
  checkOffset(offset, partition, range);
  return offset;
}

function checkOffset(offset: number, partition: number, { first, next }: OffsetRange): void {
  if (offset > next) {
    throw new ReplayError(
      'offset-ahead',
      `partition ${partition} has no offset ${offset} yet: the next event gets ${next}`,
    );
  }
  if (offset < first) {
    throw new ReplayError(
      'offset-expired',
      `offset ${offset} of partition ${partition} is not kept any longer: the first is ${first}`,
    );
  }
}
