import { describe, expect, test } from 'vitest';
import type { Part, Request } from '../../../../lambdas/archive/contract.ts';
import { manifestOf } from '../../../../lambdas/archive/manifest.ts';
import { planExport } from '../../../../lambdas/archive/plan.ts';

const now = new Date('2026-11-22T10:00:00.123Z');
const request: Extract<Request, { action: 'begin' }> = {
  action: 'begin',
  table: 'records',
  subject: 'order',
  version: 5,
  formats: ['avro'],
};
const plan = planExport({ request, previous: undefined, now, suffix: 'abc' });

const part = (segment: number, number: number, rows: number, next?: Part['next']): Part => ({
  segment,
  part: number,
  rows,
  rejected: 1,
  skipped: 2,
  writers: rows === 0 ? [] : [number + 2],
  files: [{ name: `${segment}-${number}.avro`, format: 'avro', rows, bytes: 10, sha256: '00' }],
  ...(next !== undefined && { next }),
});
const KEY = { pk: 'a', sk: 'b' };

describe('a manifest', () => {
  test('says what all parts came to', () => {
    const parts = [part(0, 0, 3, KEY), part(1, 0, 4), part(0, 1, 5)];
    expect(manifestOf(plan, parts)).toMatchObject({
      rows: 12,
      rejected: 3,
      skipped: 6,
      writers: { oldest: 2, newest: 3 },
      schema: { version: 5, fingerprint: plan.fingerprint },
      changes: { since: null, until: '2026-11-22T10:00:00.123Z', previous: null },
      files: [{ name: '0-0.avro' }, { name: '1-0.avro' }, { name: '0-1.avro' }],
    });
  });

  test('of an empty table has no versions', () => {
    expect(manifestOf(plan, [])).toMatchObject({ rows: 0, writers: null, files: [] });
  });

  test.each([
    ['a segment that is not at its end', [part(0, 0, 3, KEY)]],
    ['a part without the one before', [part(0, 1, 3)]],
    ['a format without all rows', [{ ...part(0, 0, 3), files: [] }]],
  ])('is refused for %s', (_case, parts) => {
    expect(() => manifestOf(plan, parts)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });
});

describe('an incremental export', () => {
  const previous = manifestOf(plan, []);
  const later = { ...request, since: `${plan.prefix}manifest.json` };

  test('begins a little before the one before it began', () => {
    expect(planExport({ request: later, previous, now, suffix: 'x' })).toMatchObject({
      since: '2026-11-22T09:55:00.123Z',
      previous: later.since,
    });
  });

  test('does not go on from another table', () => {
    const other = { ...later, table: 'others' };
    expect(() => planExport({ request: other, previous, now, suffix: 'x' })).toThrow(/another table/);
  });
});

test('a subject or version that there is not is refused by name', () => {
  const plans = (wrong: object) => () =>
    planExport({ request: { ...request, ...wrong }, previous: undefined, now, suffix: 'x' });
  expect(plans({ subject: 'constructor' })).toThrow(/order, profile/);
  expect(plans({ version: 9 })).toThrow(/versions 1 to 6/);
});
