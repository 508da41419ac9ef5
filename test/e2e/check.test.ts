import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse, stringify } from 'yaml';
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
      { subject: 'product', faults: [] },
      { subject: 'profile', faults: [] },
    ],
  });
});

/** The repository's OpenAPI contracts, in v2 with a required request property that v1 does not have. */
function brokenContracts(): string {
  const directory = mkdtempSync(join(tmpdir(), 'dataflow-contracts-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  cpSync('schemas/openapi/payments', join(directory, 'openapi/payments'), { recursive: true });
  const file = join(directory, 'openapi/payments/v2.yaml');
  const contract = parse(readFileSync(file, 'utf8'));
  contract.paths['/v2/payments'].post.parameters.push({
    name: 'tenant',
    in: 'query',
    required: true,
    schema: { type: 'string' },
  });
  writeFileSync(file, stringify(contract));
  return directory;
}

test('check predicts each step of a contract by direction and upgrade order, and shows what is accepted', async () => {
  const { status, stdout } = await dataflow(['check']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/✔ payments: OpenAPI contract/);
  expect(stdout).toMatch(/v1 to v2 {2}request {4}breaking {7}compatible$/m);
  expect(stdout).toMatch(/^ +response {3}breaking {7}breaking$/m);
  expect(stdout).toMatch(/v1 to v2, request, servers-first: parameter-required \(accepted: .*stays served/);
  expect(stdout).toMatch(/POST \/payments: header\/idempotency-key +v1: optional +v2: required/);
});

test('check shows a break of a contract that is not accepted with path, rule and both sides, and ends with 1', async () => {
  const contracts = brokenContracts();
  const { status, stdout } = await dataflow(['check', '--contracts', contracts]);
  expect(status).toBe(1);
  expect(stdout).toContain(
    'payments v2 breaks the request when v1 is upgraded servers-first. parameter-required at ' +
      'POST /payments: query/tenant: v1 absent, v2 required. An old client does not send it, and a new server requires it.',
  );

  const json = await dataflow(['check', '--contracts', contracts, '--json']);
  expect(json.status).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: false,
    contracts: [
      {
        protocol: 'openapi',
        contract: 'payments',
        steps: [{ from: 1, to: 2, request: { serversFirst: 'breaking', clientsFirst: 'compatible' } }],
        faults: [
          {
            kind: 'break',
            change: {
              direction: 'request',
              upgrade: 'servers-first',
              path: 'POST /payments: query/tenant',
              rule: 'parameter-required',
              before: 'absent',
              after: 'required',
            },
          },
        ],
      },
    ],
  });
});

test('check says which folder it cannot read', async () => {
  const { status, stdout, stderr } = await dataflow(['check', '--schemas', '/nowhere/at/all']);
  expect(status).toBe(3);
  expect(stdout).toBe('');
  expect(stderr).toContain('/nowhere/at/all');
});
