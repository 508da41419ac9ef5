import { groupsNotOneAtATime, peakAtOnce } from '../../../driver/invariants/one-at-a-time.ts';
import { countOvertaken } from '../../../driver/invariants/overtaken.ts';
import type { Effect } from '../../../driver/ordering/lab-message.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import { rounded } from '../../kit/rounded.ts';
import { type Cell, cellId } from './cells.ts';

export interface Measured {
  cell: Cell;
  sent: number;
  /** In the order in which they happened. */
  effects: readonly Effect[];
}

/**
 * Effects per second from the start of the first work on. The last tenth does not count: Lambda may have throttled a
 * batch, and waits longer and longer before it tries again.
 */
export function ratePerSecond(effects: readonly Effect[]): number {
  const started = Math.min(...effects.map(({ startedAt }) => startedAt));
  const ends = effects.map(({ endedAt }) => endedAt).sort((a, b) => a - b);
  const counted = Math.max(1, Math.floor(ends.length * 0.9));
  const end = ends[counted - 1];
  if (end === undefined) return 0;
  return rounded((counted * 1000) / Math.max(1, end - started));
}

/** One measurement. What a machine achieves is measured; the order within groups is compared. */
export function cellFindings({ cell, sent, effects }: Measured): Finding[] {
  const { queue, groups, consumers } = cell;
  const group = findingGroup(
    cellId(cell),
    `${queue === 'fifo' ? 'FIFO' : 'Standard'} queue, ${groups} ${groups === 1 ? 'group' : 'groups'}, at most ` +
      `${consumers} ${consumers === 1 ? 'consumer' : 'consumers'}`,
  );
  const { withinGroups } = countOvertaken(effects);
  return [
    group.measured('events-per-second', 'messages processed per second', {
      observed: ratePerSecond(effects),
      unit: 'messages/s',
    }),
    group.measured('peak', 'maximum number of messages processed at the same time', {
      observed: peakAtOnce(effects),
      unit: 'messages',
    }),
    queue === 'fifo'
      ? group.equals('overtaken', 'messages overtaken within their group', {
          expected: 0,
          observed: withinGroups,
          unit: 'messages',
          of: sent,
        })
      : group.measured('overtaken', 'messages overtaken within their group', {
          observed: withinGroups,
          unit: 'messages',
          of: sent,
        }),
  ];
}

/** Over all measurements. */
export function summaryFindings(all: readonly Measured[]): Finding[] {
  const group = findingGroup('scaling', 'Over all measurements');
  const fifo = all.filter(({ cell }) => cell.queue === 'fifo');
  const oneGroup = fifo.filter(({ cell }) => cell.groups === 1);
  const sent = sum(all.map((measured) => measured.sent));
  return [
    group.equals('processed', 'messages processed', {
      expected: sent,
      observed: sum(all.map(({ effects }) => countOvertaken(effects).messages)),
      unit: 'messages',
      of: sent,
    }),
    group.equals('fifo-overtaken', 'FIFO: messages overtaken within their group', {
      expected: 0,
      observed: sum(fifo.map(({ effects }) => countOvertaken(effects).withinGroups)),
      unit: 'messages',
      of: sum(fifo.map((measured) => measured.sent)),
    }),
    group.equals('fifo-groups-in-parallel', 'FIFO: groups with two messages processed at the same time', {
      expected: 0,
      observed: sum(fifo.map(({ effects }) => groupsNotOneAtATime(effects).length)),
      unit: 'groups',
    }),
    group.equals('one-group-peak', 'FIFO, one group: maximum number of messages processed at the same time', {
      expected: 1,
      observed: Math.max(...oneGroup.map(({ effects }) => peakAtOnce(effects))),
      unit: 'messages',
    }),
    ...(['standard', 'fifo'] as const).map((queue) => speedUp(all, queue)),
  ];
}

/** From one consumer to eight, with the most groups. */
function speedUp(all: readonly Measured[], queue: Cell['queue']): Finding {
  const group = findingGroup('scaling', 'Over all measurements');
  const groups = Math.max(...all.filter(({ cell }) => cell.queue === queue).map(({ cell }) => cell.groups));
  const rate = (consumers: number) => {
    const found = all.find(
      ({ cell }) => cell.queue === queue && cell.groups === groups && cell.consumers === consumers,
    );
    return found === undefined ? undefined : ratePerSecond(found.effects);
  };
  const [one, eight] = [rate(1), rate(8)];
  const name = `${queue}-speed-up`;
  const label = `${queue === 'fifo' ? 'FIFO' : 'standard'} queue, ${groups} groups: speed-up from one to eight consumers`;
  return one === undefined || eight === undefined || one === 0
    ? group.notExercised(name, label, { reason: 'one of the two was not measured' })
    : group.measured(name, label, { observed: rounded(eight / one), unit: 'times' });
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
