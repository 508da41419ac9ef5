import type { LabMessage, QueueKind } from '../../../driver/ordering/lab-message.ts';
import type { Size } from '../../kit/scenario.ts';

/** One measurement: a queue, the number of message groups, and the most consumers at a time. */
export interface Cell {
  queue: QueueKind;
  groups: number;
  consumers: number;
}

export const MAX_CONSUMERS = 8;
const ALL_CONSUMERS = [1, 2, 4, MAX_CONSUMERS];
/** With many groups there are many messages: only the two ends. */
const CONSUMERS_BY_GROUPS = new Map([
  [1, ALL_CONSUMERS],
  [10, ALL_CONSUMERS],
  [100, ALL_CONSUMERS],
  [1000, [1, MAX_CONSUMERS]],
]);

const CELLS: Record<Size, readonly Cell[]> = {
  quick: [
    { queue: 'standard', groups: 25, consumers: 1 },
    { queue: 'standard', groups: 25, consumers: MAX_CONSUMERS },
    { queue: 'fifo', groups: 25, consumers: 1 },
    { queue: 'fifo', groups: 25, consumers: MAX_CONSUMERS },
    { queue: 'fifo', groups: 1, consumers: MAX_CONSUMERS },
  ],
  full: (['standard', 'fifo'] as const).flatMap((queue) =>
    [...CONSUMERS_BY_GROUPS].flatMap(([groups, all]) =>
      all.map((consumers) => ({ queue, groups, consumers })),
    ),
  ),
};

export function cellsOf(size: Size): readonly Cell[] {
  return CELLS[size];
}

/** Part of finding ids and of log names. */
export function cellId({ queue, groups, consumers }: Cell): string {
  return `${queue}-${groups}-groups-${consumers}-consumers`;
}

/** The work waits, as for another system: more consumers can do more of it, whatever the processor. */
const WORK_MS = 5;
const MESSAGES = { quick: 50, full: 200 };
/** So that there is an order within every group. */
const MIN_MESSAGES_PER_GROUP = 2;

/** Messages of all groups in turn. */
export function messagesOf({ groups }: Pick<Cell, 'groups'>, size: Size): LabMessage[] {
  const length = Math.max(MESSAGES[size], MIN_MESSAGES_PER_GROUP * groups);
  return Array.from({ length }, (_, index) => ({
    group: `group-${index % groups}`,
    workMs: WORK_MS,
    failures: 0,
    afterFailure: 'hold-group',
  }));
}
