import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seekTime } from '../../../../schemas/items/journal-seek.ts';

const iso = (second: number) => new Date(second * 1000).toISOString();

it('finds the first entry at or after a time, as a scan does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(20),
      fc.nat(5),
      fc.array(fc.nat(50)),
      fc.nat(60),
      async (first, untimed, seconds, time) => {
        const rising = [...seconds].sort((a, b) => a - b).map(iso);
        // Entries of release v1 of the journal come first, and note no time.
        const times = [...Array<undefined>(untimed), ...rising];
        const found = await seekTime(
          { first, next: first + times.length },
          new Date(time * 1000),
          async (offset) => times[offset - first],
        );
        const scanned = times.findIndex((at) => at !== undefined && at >= iso(time));
        expect(found).toBe(first + (scanned === -1 ? times.length : scanned));
      },
    ),
  );
});

it('reads one entry for each halving', async () => {
  let reads = 0;
  await seekTime({ first: 0, next: 1_000_000 }, new Date(700_000 * 1000), async (offset) => {
    reads += 1;
    return iso(offset);
  });
  expect(reads).toBeLessThanOrEqual(20);
});
