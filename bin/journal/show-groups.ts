import { groupLag, listConsumerGroups } from '../../driver/journal/consumer-groups.ts';
import type { Shop } from '../open-shop.ts';
import { table } from '../table.ts';

/** Shows the checkpoints of every consumer group, and how many events are behind them. */
export async function showGroups(shop: Shop, { json }: { json: boolean }): Promise<void> {
  const groups = await listConsumerGroups(shop);
  const lags = await Promise.all(
    groups.map(async (group) => ({ group, partitions: await groupLag(shop, group) })),
  );
  if (json) {
    for (const each of lags) console.log(JSON.stringify(each));
  } else if (lags.length === 0) {
    console.error('No consumer group has a checkpoint.');
  } else {
    const rows = lags.flatMap(({ group, partitions }) =>
      partitions.map(({ partition, next, end, lag }) => [
        ...[group, String(partition), next === undefined ? 'none' : String(next)],
        ...[String(end), String(lag)],
      ]),
    );
    console.log(table([['group', 'partition', 'checkpoint', 'end', 'lag'], ...rows]));
  }
}
