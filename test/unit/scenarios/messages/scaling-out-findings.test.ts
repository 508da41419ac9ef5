import { describe, expect, it } from 'vitest';
import { type Cell, cellsOf, messagesOf } from '../../../../scenarios/messages/scaling-out/cells.ts';
import {
  cellFindings,
  type Measured,
  ratePerSecond,
  summaryFindings,
} from '../../../../scenarios/messages/scaling-out/findings.ts';

const effect = (position: number, startedAt: number, endedAt: number, group = `g${position}`) => ({
  group,
  position,
  receives: 1,
  environment: 'e',
  startedAt,
  endedAt,
});

/** Ten messages that take 10 ms each, `consumers` at a time. */
function measured(cell: Cell): Measured {
  const effects = Array.from({ length: 10 }, (_, position) => {
    const startedAt = 10 * Math.floor(position / cell.consumers);
    return effect(position, startedAt, startedAt + 10, cell.groups === 1 ? 'g' : `g${position}`);
  });
  return { cell, sent: 10, effects };
}

const many = (queue: Cell['queue'], consumers: number) => measured({ queue, groups: 10, consumers });
const ONE_GROUP: Measured = { ...many('fifo', 1), cell: { queue: 'fifo', groups: 1, consumers: 8 } };
const ALL = [many('standard', 1), many('standard', 8), many('fifo', 1), many('fifo', 8), ONE_GROUP];

const values = (all: readonly Measured[]) =>
  Object.fromEntries(summaryFindings(all).map(({ id, observed, outcome }) => [id, [observed, outcome]]));

describe('throughput', () => {
  it('counts from the first start to nine tenths of the ends', () => {
    const steady = Array.from({ length: 10 }, (_, position) =>
      effect(position, position * 100, position * 100 + 100),
    );
    expect(ratePerSecond(steady)).toBe(10);
    const throttled = [...steady.slice(0, 9), effect(9, 900, 60_000)];
    expect(ratePerSecond(throttled)).toBe(10);
  });

  it('of nothing is nothing', () => {
    expect(ratePerSecond([])).toBe(0);
  });
});

describe('findings about scaling', () => {
  it('are as expected when one group is processed one message at a time', () => {
    expect(values(ALL)).toEqual({
      'scaling.processed': [50, 'as-expected'],
      'scaling.fifo-overtaken': [0, 'as-expected'],
      'scaling.fifo-groups-in-parallel': [0, 'as-expected'],
      'scaling.one-group-peak': [1, 'as-expected'],
      'scaling.standard-speed-up': [4.5, 'measured'],
      'scaling.fifo-speed-up': [4.5, 'measured'],
    });
  });

  it('differ when one group is processed by two at a time', () => {
    const parallel = [...ALL.slice(0, 4), measured({ queue: 'fifo', groups: 1, consumers: 2 })];
    expect(values(parallel)).toMatchObject({
      'scaling.one-group-peak': [2, 'differs'],
      'scaling.fifo-groups-in-parallel': [1, 'differs'],
    });
  });

  it('differ when a FIFO queue loses the order, and not when a standard queue does', () => {
    const reversed = (all: Measured): Measured => ({
      ...all,
      effects: all.effects.map((each) => ({ ...each, group: 'g' })).toReversed(),
    });
    const ids = (all: Measured) => cellFindings(all).map(({ outcome }) => outcome);
    expect(ids(reversed(many('fifo', 1)))).toContain('differs');
    expect(ids(reversed(many('standard', 1)))).not.toContain('differs');
  });

  it('compare nothing that was not measured', () => {
    expect(values([many('standard', 8), ONE_GROUP])['scaling.standard-speed-up']).toEqual([
      null,
      'not-exercised',
    ]);
  });
});

describe('the cells', () => {
  it('have one group, and one and eight consumers, in every size', () => {
    for (const size of ['quick', 'full'] as const) {
      const cells = cellsOf(size);
      expect(cells).toContainEqual({ queue: 'fifo', groups: 1, consumers: 8 });
      for (const queue of ['standard', 'fifo'] as const) {
        const consumers = cells
          .filter((cell) => cell.queue === queue && cell.groups > 1)
          .map((cell) => cell.consumers);
        expect(consumers).toEqual(expect.arrayContaining([1, 8]));
      }
    }
    expect(cellsOf('full')).toHaveLength(28);
  });

  it('have an order in every group', () => {
    const messages = messagesOf({ groups: 1000 }, 'full');
    const counts = Map.groupBy(messages, ({ group }) => group);
    expect(counts.size).toBe(1000);
    for (const own of counts.values()) expect(own.length).toBeGreaterThanOrEqual(2);
  });
});
