import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../../scenarios/comparison/agreement.ts';
import {
  COMPARED_SCENARIOS,
  type ComparedResult,
  compareModes,
} from '../../../scenarios/comparison/compare.ts';
import { type Cell, COMPARED_MODES, findRow, hasMeasured } from '../../../scenarios/comparison/comparison.ts';

const results = (
  ...scenarios: [string, Record<string, number | null | [number, number]>][]
): ComparedResult[] =>
  scenarios.map(([id, findings]) => ({
    id,
    findings: Object.entries(findings).map(([name, value]) => {
      const [observed, of] = Array.isArray(value) ? value : [value, undefined];
      const reason = observed === null ? 'it was too late' : undefined;
      return { id: name, observed, ...(of !== undefined && { of }), ...(reason !== undefined && { reason }) };
    }),
  }));

const cellsOf = (id: string, ...given: Parameters<typeof results>) => {
  const row = findRow(compareModes(results(...given)), id);
  if (row === undefined) throw new Error(`no row ${id}`);
  return row.cells;
};

const OWN_YOUR_DATA = {
  'after-table.failed': 1,
  'after-table.wrong': 1,
  'after-service.failed': 0,
  'after-service.wrong': 0,
};

describe('a number of the comparison', () => {
  it('is computed from findings, and names each of them', () => {
    const { databases } = cellsOf('coupling.components-broken', ['own-your-data', OWN_YOUR_DATA]);
    expect(databases).toEqual({
      outcome: 'measured',
      value: 2,
      evidence: [
        { scenario: 'own-your-data', finding: 'after-table.failed', observed: 1 },
        { scenario: 'own-your-data', finding: 'after-table.wrong', observed: 1 },
      ],
    });
  });

  it('is not exercised where its scenario did not run, or did not come to the finding', () => {
    const broken = cellsOf('coupling.components-broken', ['schema-discipline', {}]);
    expect(broken.databases).toMatchObject({
      outcome: 'not-exercised',
      value: null,
      reason: 'scenario own-your-data did not run',
    });
    expect(broken.messages.reason).toBe(
      'scenario schema-discipline did not come to one-change.components-broken',
    );
  });

  it('takes over why a finding was not exercised', () => {
    const { services } = cellsOf('latency.p99', ['write-to-visible', { 'services.p99': null }]);
    expect(services).toEqual({
      outcome: 'not-exercised',
      value: null,
      reason: 'it was too late',
      evidence: [],
    });
  });

  it('is a share of a total where findings have one, and not exercised where they have none', () => {
    const matrix = {
      'columns.refused': [1, 2],
      'avro.refused': [1, 2],
      'document.refused': [0, 2],
      'warehouse.refused': [0, 2],
    } satisfies Record<string, [number, number]>;
    expect(cellsOf('evolution.pairs-refused', ['compatibility-matrix', matrix]).databases.value).toBe(25);
    const accepted = (value: number | [number, number]) =>
      cellsOf('failure.refused', ['loose-coupling', { 'outage.orders-accepted': value }]).messages;
    expect(accepted([3, 4]).value).toBe(25);
    expect(accepted(3)).toMatchObject({ outcome: 'not-exercised', value: null });
  });

  it('of an outage is the share of the requests during it', () => {
    const outage = { 'coupled.availability': 90, 'coupled.fraud': 80 };
    expect(cellsOf('failure.refused', ['availability-coupling', outage]).services.value).toBe(50);
  });
});

describe('the comparison', () => {
  it('has a reason in place of every number when nothing ran', () => {
    const comparison = compareModes([]);
    expect(hasMeasured(comparison)).toBe(false);
    for (const { rows } of comparison.properties) {
      for (const { cells } of rows) {
        for (const mode of COMPARED_MODES) expect(cells[mode].reason).toMatch(/\w/);
      }
    }
  });

  it('has the five properties of the table, each with a measure', () => {
    const { properties } = compareModes([]);
    expect(properties.map(({ id }) => id)).toEqual([
      'coupling',
      'latency',
      'evolution',
      'failure',
      'suitability',
    ]);
    for (const { id, rows } of properties) {
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row.id.startsWith(`${id}.`)).toBe(true);
    }
  });

  it('knows which scenarios it needs', () => {
    expect(COMPARED_SCENARIOS).toContain('own-your-data');
    expect(COMPARED_SCENARIOS).not.toContain('lost-updates');
  });
});

describe('the predicted order', () => {
  const cells = (databases: number | null, services: number | null, messages: number | null) => {
    const cell = (value: number | null): Cell => ({
      outcome: value === null ? 'not-exercised' : 'measured',
      value,
      evidence: [],
    });
    return { databases: cell(databases), services: cell(services), messages: cell(messages) };
  };
  const tightToLoose = { databases: 2, services: 1, messages: 0 };

  it.each([
    [cells(3, 2, 1), 'yes'],
    [cells(3, 1, 1), 'partly'],
    [cells(3, 1, null), 'partly'],
    [cells(3, 1, 2), 'no'],
    [cells(1, null, 2), 'no'],
    [cells(3, null, null), 'not-comparable'],
  ])('is compared pair by pair %#', (measured, agreement) => {
    expect(agreementOf(tightToLoose, measured)).toBe(agreement);
  });

  it('says nothing about modes of equal rank', () => {
    expect(agreementOf({ databases: 1, services: 1, messages: 0 }, cells(5, 9, 0))).toBe('yes');
    expect(agreementOf({ databases: 0, services: 0, messages: 0 }, cells(5, 9, 0))).toBe('not-comparable');
  });
});
