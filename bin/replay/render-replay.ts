import type { ReplayStatus } from '../../driver/replay/replay-client.ts';
import { progressOf } from '../../driver/replay/run-replay.ts';
import { table } from '../table.ts';

export function renderReplay(status: ReplayStatus): string {
  const { group, replayId, state, startedAt, partitions } = status;
  const { sent, of } = progressOf(status);
  const rows = partitions.map(({ partition, from, next, to }) => [partition, from, next, to].map(String));
  return [
    `Replay ${replayId} to ${group}: ${state}, ${sent} of ${of} events sent (started ${startedAt}).`,
    '',
    table([['partition', 'from', 'next', 'to'], ...rows]),
  ].join('\n');
}
