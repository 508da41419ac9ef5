import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dataflow } from './support/command-line.ts';

/** The repository's schemas, with a field in order v2 that nothing older has. */
function brokenSchemas(): string {
  const directory = mkdtempSync(join(tmpdir(), 'dataflow-schemas-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  cpSync('schemas/avro', directory, { recursive: true });
  const file = join(directory, 'order', 'v2.avsc');
  const schema = JSON.parse(readFileSync(file, 'utf8'));
  schema.fields.push({ name: 'giftWrap', type: 'boolean' });
  writeFileSync(file, JSON.stringify(schema));
  return directory;
}

test('check shows every step with who is upgraded first, and what is accepted with its reason', async () => {
  const { status, stdout } = await dataflow(['check']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/✔ profile: FULL_TRANSITIVE/);
  expect(stdout).toMatch(/v1 to v2 {2}any$/m);
  expect(stdout).toMatch(/v3 to v4 {2}readers first {2}FORWARD with v3 .*points outgrew an int/);
  expect(stdout).toMatch(/v5 to v6 {2}writers first/);
});

test('check tells a break with version, direction, rule, place and both sides, and ends with 1', async () => {
  const schemas = brokenSchemas();
  const { status, stdout } = await dataflow(['check', '--schemas', schemas]);
  expect(status).toBe(1);
  expect(stdout).toContain(
    'order v2 breaks FULL_TRANSITIVE: it cannot read v1 (BACKWARD). READER_FIELD_MISSING_DEFAULT_VALUE at ' +
      '/fields/giftWrap. The writer has no field giftWrap, and the reader has no default for it.',
  );

  const json = await dataflow(['check', '--schemas', schemas, '--json']);
  expect(json.status).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: false,
    subjects: [
      {
        subject: 'order',
        faults: expect.arrayContaining([
          expect.objectContaining({
            kind: 'break',
            version: 2,
            against: 1,
            direction: 'BACKWARD',
            rule: 'READER_FIELD_MISSING_DEFAULT_VALUE',
            path: '/fields/giftWrap',
            reader: 'boolean without a default',
            writer: 'no such field',
          }),
        ]),
      },
      { subject: 'profile', faults: [] },
    ],
  });
});

test('check says which folder it cannot read', async () => {
  const { status, stdout, stderr } = await dataflow(['check', '--schemas', '/nowhere/at/all']);
  expect(status).toBe(3);
  expect(stdout).toBe('');
  expect(stderr).toContain('/nowhere/at/all');
});
