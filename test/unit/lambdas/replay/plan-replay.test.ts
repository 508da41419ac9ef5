import { describe, expect, it } from 'vitest';
import type { Position, StartRequest } from '../../../../lambdas/replay/contract.ts';
import { request } from '../../../../lambdas/replay/contract.ts';
import { planReplay } from '../../../../lambdas/replay/v1/plan-replay.ts';

const NOW = new Date('2026-01-02T00:00:00Z');
/** Offset 10 + partition is the first that is kept; every partition goes up to 20. */
const places = {
  journal: {
    range: async (partition: number) => ({ first: 10 + partition, next: 20 }),
    seek: async (partition: number) => 15 + partition,
  },
  store: {
    checkpoint: async (_: string, partition: number) => (partition === 3 ? undefined : 12 + partition),
  },
  now: NOW,
};

const plan = (range: Partial<StartRequest>) => {
  const parsed = request.parse({ action: 'start', group: 'g', ...range });
  if (parsed.action !== 'start') throw new Error('not a start');
  return planReplay(parsed, places);
};
const ranges = async (range: Partial<StartRequest>) =>
  (await plan(range)).map(({ partition, from, next, to }) => {
    expect(next).toBe(from);
    return [partition, from, to];
  });

describe('the range of a replay', () => {
  it('is all that is kept, in every partition, unless it is limited', async () => {
    expect(await ranges({})).toEqual([
      [0, 10, 20],
      [1, 11, 20],
      [2, 12, 20],
      [3, 13, 20],
    ]);
  });

  it('begins and ends at offsets, times or the checkpoint of the group', async () => {
    const time = '2026-01-01T00:00:00Z';
    expect(
      await ranges({ partitions: [2, 2], from: { offsets: { 2: 13 } }, to: { offsets: { 2: 17 } } }),
    ).toEqual([[2, 13, 17]]);
    expect(await ranges({ partitions: [1], from: { time } })).toEqual([[1, 16, 20]]);
    expect(await ranges({ partitions: [1, 3], from: { at: 'checkpoint' } })).toEqual([
      [1, 13, 20],
      [3, 13, 20],
    ]);
  });

  it('may be empty, as it is from the end on', async () => {
    expect(await ranges({ partitions: [0], from: { at: 'end' } })).toEqual([[0, 20, 20]]);
  });

  it.each<[string, Partial<StartRequest>, RegExp]>([
    ['unknown-partition', { partitions: [0, 4] }, /no partition 4; allowed values: 0, 1, 2, 3/],
    ['unknown-partition', { partitions: [0], from: { offsets: { 0: 10, 9: 1 } } }, /no partition 9/],
    ['bad-request', { from: { offsets: { 0: 10 } } }, /no offset for partition 1, 2, 3/],
    [
      'offset-ahead',
      { partitions: [0], to: { offsets: { 0: 21 } } },
      /no offset 21 yet: the next event gets 20/,
    ],
    [
      'offset-expired',
      { partitions: [0], from: { offsets: { 0: 9 } } },
      /not kept any longer: the first is 10/,
    ],
    ['time-ahead', { to: { time: '2026-01-02T00:00:01Z' } }, /has not come yet/],
    ['range-reversed', { partitions: [0], from: { at: 'end' }, to: { at: 'beginning' } }, /\(20 to 10\)/],
  ])('is refused as %s: %j', async (code, range, message) => {
    await expect(plan(range)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it.each<unknown>([
    { offsets: { '-1': 1 } },
    { offsets: { '01': 15 } },
    { offsets: { 0: 1.5 } },
    { time: 'yesterday' },
    { at: 'middle' },
    'beginning',
  ])('does not parse with the position %j', (from) => {
    expect(request.safeParse({ action: 'start', group: 'g', from: from as Position }).success).toBe(false);
  });
});
