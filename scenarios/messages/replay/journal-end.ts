import type { DriverContext } from '../../../driver/context.ts';
import { keptRange, PARTITIONS } from '../../../driver/journal/journal-range.ts';
import type { ReplayStatus } from '../../../driver/replay/replay-client.ts';

/** The next free offset of each partition. */
export async function journalEnd(
  context: Pick<DriverContext, 'aws' | 'system'>,
): Promise<ReadonlyMap<number, number>> {
  const ends = await Promise.all(
    PARTITIONS.map(
      async (partition): Promise<[number, number]> => [partition, (await keptRange(context, partition)).next],
    ),
  );
  return new Map(ends);
}

/** Where a replay ends in each partition. */
export function endOf({ partitions }: ReplayStatus): ReadonlyMap<number, number> {
  return new Map(partitions.map(({ partition, to }) => [partition, to]));
}
