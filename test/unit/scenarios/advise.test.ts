import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { advise } from '../../../scenarios/comparison/advise.ts';
import { compareModes } from '../../../scenarios/comparison/compare.ts';
import {
  type Cell,
  COMPARED_MODES,
  type ComparedMode,
  type Comparison,
  findRow,
} from '../../../scenarios/comparison/comparison.ts';
import { FAILURES, type Requirements } from '../../../scenarios/comparison/requirements.ts';

const NOT_EXERCISED: Cell = { outcome: 'not-exercised', value: null, reason: 'it did not run', evidence: [] };
const NOT_APPLICABLE: Cell = {
  outcome: 'not-applicable',
  value: null,
  reason: 'nothing waits',
  evidence: [],
};
const measured = (value: number): Cell => ({ outcome: 'measured', value, evidence: [] });

/** The real rows with cells of a test's own. */
function comparisonWith(cellOf: (row: string, mode: ComparedMode) => Cell): Comparison {
  return {
    properties: compareModes([]).properties.map((property) => ({
      ...property,
      rows: property.rows.map((row) => ({
        ...row,
        cells: {
          databases: cellOf(row.id, 'databases'),
          services: cellOf(row.id, 'services'),
          messages: cellOf(row.id, 'messages'),
        },
      })),
    })),
  };
}

/** As a run at rest has them. */
const NUMBERS: Record<string, [number | Cell, number | Cell, number | Cell]> = {
  'coupling.components-broken': [2, 0, 0],
  'latency.p50': [12, 15, 45],
  'latency.p99': [25, 40, 120],
  'latency.max': [30, 50, 200],
  'latency.first-read': [100, 100, 10],
  'evolution.must-deploy': [3, 1, 1],
  'failure.refused': [100, 100, 0],
  'failure.queued': [NOT_APPLICABLE, NOT_APPLICABLE, 40],
  'failure.lost': [0, 0, 0],
  'suitability.dollars-per-million': [4, 9, 12],
};
const run = comparisonWith((row, mode) => {
  const cell = NUMBERS[row]?.[COMPARED_MODES.indexOf(mode)] ?? NOT_EXERCISED;
  return typeof cell === 'number' ? measured(cell) : cell;
});

describe('the advice', () => {
  it.each<[Requirements, ComparedMode[]]>([
    [{ visibleWithinMs: 30 }, ['databases']],
    [{ visibleWithinMs: 1000 }, ['databases', 'services', 'messages']],
    [{ schemaChanges: 'often' }, ['services', 'messages']],
    [{ schemaChanges: 'often', delay: 'none' }, ['services']],
    [{ acceptedFailures: ['delayed'] }, ['messages']],
    [{ acceptedFailures: ['refused'] }, ['databases', 'services']],
    [{ dataOwner: 'one-team', acceptedFailures: ['refused', 'delayed'] }, ['services', 'messages']],
    [{ acceptedFailures: ['delayed'], delay: 'none' }, []],
    [{ acceptedFailures: [] }, []],
    [
      { delay: 'allowed', schemaChanges: 'rarely', dataOwner: 'shared' },
      ['databases', 'services', 'messages'],
    ],
  ])('for %j is %j, the cheapest first', (requirements, modes) => {
    expect(advise(run, requirements).recommended).toEqual(modes);
  });

  it('takes the slowest order where there is no 99th percentile', () => {
    const few = comparisonWith((row) => {
      if (row === 'latency.max') return measured(80);
      return row === 'latency.p50' ? measured(10) : NOT_EXERCISED;
    });
    expect(advise(few, { visibleWithinMs: 50 }).recommended).toEqual([]);
    expect(advise(few, { visibleWithinMs: 50 }).modes[0]?.checks[0]).toMatchObject({
      row: 'latency.max',
      value: 80,
      outcome: 'not-met',
    });
    expect(advise(few, { visibleWithinMs: 80 }).recommended).toHaveLength(3);
  });

  it('does not judge a mode without the number that decides, and says why', () => {
    const { modes, recommended } = advise(compareModes([]), { schemaChanges: 'often' });
    expect(recommended).toEqual([]);
    expect(modes.map(({ fits }) => fits)).toEqual(['not-known', 'not-known', 'not-known']);
    expect(modes[2]?.checks[0]?.reason).toBe('scenario schema-discipline did not run');
  });
});

const arbitraryCell: fc.Arbitrary<Cell> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 0, 1, 2, 50, 100, 250).map(measured) },
  { weight: 1, arbitrary: fc.constant(NOT_EXERCISED) },
);
const arbitraryRequirements: fc.Arbitrary<Requirements> = fc.record(
  {
    visibleWithinMs: fc.integer({ min: 0, max: 300 }),
    delay: fc.constantFrom('allowed' as const, 'none' as const),
    acceptedFailures: fc.subarray([...FAILURES]),
    schemaChanges: fc.constantFrom('rarely' as const, 'often' as const),
    dataOwner: fc.constantFrom('shared' as const, 'one-team' as const),
  },
  { requiredKeys: [] },
);

test('whatever was measured, no recommended mode contradicts a requirement, and every mode that meets all is recommended', () => {
  const rows = compareModes([]).properties.flatMap((property) => property.rows.map(({ id }) => id));
  const cells = fc.array(arbitraryCell, { minLength: rows.length * 3, maxLength: rows.length * 3 });
  fc.assert(
    fc.property(cells, arbitraryRequirements, (given, requirements) => {
      const comparison = comparisonWith(
        (row, mode) => given[rows.indexOf(row) * 3 + COMPARED_MODES.indexOf(mode)] ?? NOT_EXERCISED,
      );
      const { recommended } = advise(comparison, requirements);
      for (const mode of COMPARED_MODES) {
        expect(recommended.includes(mode)).toBe(meetsAll(comparison, mode, requirements));
      }
    }),
    { numRuns: 500 },
  );
});

/** The requirements in words of their own, and not as the advice computes them. */
function meetsAll(comparison: Comparison, mode: ComparedMode, wanted: Requirements): boolean {
  const number = (row: string) => {
    const value = findRow(comparison, row)?.cells[mode].value ?? null;
    return value === null ? undefined : Number(value);
  };
  const slowest = number('latency.p99') ?? number('latency.max');
  const accepts = (failure: (typeof FAILURES)[number]) => wanted.acceptedFailures?.includes(failure) ?? true;
  return (
    (wanted.visibleWithinMs === undefined || (slowest !== undefined && slowest <= wanted.visibleWithinMs)) &&
    (wanted.delay !== 'none' || (number('latency.first-read') ?? 0) >= 100) &&
    (accepts('refused') || number('failure.refused') === 0) &&
    (accepts('delayed') || number('failure.queued') === 0) &&
    (accepts('lost') || number('failure.lost') === 0) &&
    (wanted.schemaChanges !== 'often' || number('coupling.components-broken') === 0) &&
    (wanted.dataOwner !== 'one-team' || (number('evolution.must-deploy') ?? 2) <= 1)
  );
}
