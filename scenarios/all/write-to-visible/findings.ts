import { percentile } from '../../../driver/percentile.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import { rounded } from '../../kit/rounded.ts';
import { POLL_MS, type ReaderName, type Sighting } from './readers.ts';

/** With fewer samples a 99th percentile is the maximum by another name. */
const MIN_SAMPLES_OF_P99 = 100;

const GROUPS: Record<ReaderName, string> = {
  databases: `Databases: consistent read of the shared table every ${POLL_MS} ms`,
  'databases-eventual': `Databases: eventually consistent read of the shared table every ${POLL_MS} ms`,
  services: 'Services: request to the owner, answered over its API',
  messages: 'Messages: event delivered to the projection of analytics',
};

/** How long an order takes from the answer to its writer until a reader has it. */
export function visibilityFindings(reader: ReaderName, sightings: readonly Sighting[]): Finding[] {
  const group = findingGroup(reader, GROUPS[reader]);
  const sorted = sightings.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => rounded(percentile(sorted, share) ?? Number.NaN);
  const p99 = 'time from write to visible, p99';
  const reads = sightings.reduce((total, sighting) => total + sighting.reads, 0);
  return [
    group.measured('samples', 'orders', { observed: sorted.length, unit: 'orders' }),
    group.measured('p50', 'time from write to visible, p50', { observed: at(0.5), unit: 'ms' }),
    sorted.length < MIN_SAMPLES_OF_P99
      ? group.notExercised('p99', p99, {
          unit: 'ms',
          reason: `${sorted.length} samples; a p99 needs ${MIN_SAMPLES_OF_P99} (--full)`,
        })
      : group.measured('p99', p99, { observed: at(0.99), unit: 'ms' }),
    group.measured('max', 'time from write to visible, maximum', { observed: at(1), unit: 'ms' }),
    group.measured('first-read', 'orders found by the first read after the write', {
      observed: sightings.filter((sighting) => sighting.reads === 1).length,
      unit: 'orders',
      of: sorted.length,
    }),
    // What waits for messages here is the scenario; a consumer makes no requests for them.
    ...(reader === 'messages'
      ? []
      : [
          group.measured('reads-per-order', 'reads until the order was found', {
            observed: rounded(reads / sightings.length),
            unit: 'requests',
          }),
        ]),
  ];
}
