import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkHistory, checkSchemas, schemaFaults } from '../../../lib/compatibility-gate.ts';
import { createApp } from '../../../lib/synthesize.ts';
import { AVRO_SCHEMAS } from '../../../schemas/read-histories.ts';
import type { SubjectHistory } from '../../../schemas/subject-history.ts';

const record = (...fields: object[]) => JSON.stringify({ type: 'record', name: 'User', fields });
const NAME = { name: 'name', type: 'string' };

function history(schemas: string[], accepted: SubjectHistory['accepted'] = []): SubjectHistory {
  const versions = schemas.map((schema, index) => ({ version: index + 1, schema }));
  return { subject: 'user', level: 'FULL_TRANSITIVE', accepted, versions };
}

/** The repository's schemas in a folder of their own, to be broken. */
function copied(): string {
  const directory = mkdtempSync(join(tmpdir(), 'dataflow-schemas-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  cpSync(AVRO_SCHEMAS, directory, { recursive: true });
  return directory;
}

/** A field without a default in the newest profile: it cannot be read from what any version before has written. */
function broken(): string {
  const directory = copied();
  const file = join(directory, 'profile', 'v2.avsc');
  const schema = JSON.parse(readFileSync(file, 'utf8'));
  schema.fields.push({ name: 'shoeSize', type: 'int' });
  writeFileSync(file, JSON.stringify(schema));
  return directory;
}

test('the histories of the repository keep what they promise, but for what is accepted', () => {
  expect(schemaFaults()).toEqual([]);
});

describe('a schema that breaks the level of its subject', () => {
  const REASON =
    'profile v2 breaks FULL_TRANSITIVE: it cannot read v1 (BACKWARD). READER_FIELD_MISSING_DEFAULT_VALUE at ' +
    '/fields/shoeSize. The writer has no field shoeSize, and the reader has no default for it.';

  test('is told with version, direction, rule, place and both sides', () => {
    expect(schemaFaults(broken())).toContain(REASON);
  });

  test('fails the synthesis with that reason', { timeout: 60_000 }, () => {
    const outdir = mkdtempSync(join(tmpdir(), 'dataflow-synth-'));
    onTestFinished(() => rmSync(outdir, { recursive: true }));
    const app = createApp({ release: 'v1', outdir, schemas: broken() });
    expect(() => app.synth()).toThrow(REASON);
  });
});

describe('a history', () => {
  test('says for every step who is upgraded first, and what is accepted', () => {
    const accepted: SubjectHistory['accepted'] = [
      { version: 3, direction: 'BACKWARD', against: [1, 2], reason: 'rewritten by a backfill' },
    ];
    const withAge = record(NAME, { name: 'age', type: 'int', default: 0 });
    const required = record(NAME, { name: 'age', type: 'int', default: 0 }, { name: 'zip', type: 'string' });
    expect(checkHistory(history([record(NAME), withAge, required], accepted))).toMatchObject({
      faults: [],
      steps: [
        { from: 1, to: 2, upgrade: 'any', accepted: [] },
        {
          from: 2,
          to: 3,
          upgrade: 'writers first',
          accepted: [{ direction: 'BACKWARD', reason: 'rewritten by a backfill' }],
        },
      ],
    });
  });

  test('is compared as a whole: what only an old version cannot read is a break as well', () => {
    const asLong = record({ name: 'age', type: 'long', default: 0 });
    const report = checkHistory(history([record({ name: 'age', type: 'string' }), record(NAME), asLong]));
    expect(report.faults).toContainEqual(
      expect.objectContaining({ kind: 'break', version: 3, against: 1, rule: 'TYPE_MISMATCH' }),
    );
  });

  test('cannot accept what is no break', () => {
    const accepted: SubjectHistory['accepted'] = [
      { version: 2, direction: 'FORWARD', against: [1], reason: 'just in case' },
    ];
    const withAge = record(NAME, { name: 'age', type: 'int', default: 0 });
    expect(checkHistory(history([record(NAME), withAge], accepted)).faults).toEqual([
      { kind: 'accepted in vain', version: 2, against: 1, direction: 'FORWARD' },
    ]);
  });

  test('cannot have two schemas under one fingerprint', () => {
    const amount = (scale: number) =>
      record({ name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale } });
    const { faults } = checkHistory(history([amount(2), amount(4)]));
    expect(faults).toContainEqual({ kind: 'shared fingerprint', version: 2, against: 1 });
    expect(faults).toContainEqual(
      expect.objectContaining({ kind: 'break', rule: 'DECIMAL_MISMATCH', path: '/fields/amount' }),
    );
  });

  test.each([
    ['no schema at all', '{"type":"text"}'],
    ['a default that does not fit', record({ name: 'age', type: 'int', default: 'young' })],
  ])('is not compared with %s', (_what, schema) => {
    expect(checkHistory(history([record(NAME), schema]))).toMatchObject({
      steps: [],
      faults: [{ kind: 'not a schema', version: 2 }],
    });
  });
});

describe('a folder that holds no histories is told by the file that is wrong', () => {
  test.each<[string, (directory: string) => void, RegExp]>([
    [
      'a manifest without a level',
      (directory) => writeFileSync(join(directory, 'profile/subject.json'), '{"subject":"profile"}'),
      /profile\/subject\.json: level/,
    ],
    [
      'a schema that is not JSON',
      (directory) => writeFileSync(join(directory, 'order/v3.avsc'), '{'),
      /order\/v3\.avsc: it is not JSON/,
    ],
    [
      'a version that was taken away',
      (directory) => rmSync(join(directory, 'order/v2.avsc')),
      /order\/v2\.avsc: it cannot be read/,
    ],
  ])('%s', (_what, spoil, message) => {
    const directory = copied();
    spoil(directory);
    expect(() => checkSchemas(directory)).toThrow(message);
  });

  test('a folder that is not there', () => {
    expect(() => checkSchemas('/nowhere/at/all')).toThrow(/nowhere/);
  });
});
