import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeContractFault } from '../../../lib/contract-gate.ts';
import { checkContracts } from '../../../lib/contracts/check-contracts.ts';

const MANIFEST = JSON.stringify({ contract: 'shop', accepted: [] });

function document(version: number, more = ''): string {
  return `
openapi: 3.1.0
info: {title: shop, version: '${version}'}
paths:
  /v${version}/items:
    get:
      ${more}
      responses: {'200': {description: found}}
`;
}

/** A folder with these files below `openapi/shop`. */
function schemas(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'dataflow-contracts-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, 'openapi/shop', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

function faultsOf(files: Record<string, string>): string[] {
  return checkContracts(schemas(files)).flatMap((report) =>
    report.faults.map((fault) => describeContractFault(report, fault)),
  );
}

test("every breaking change of this repository's contracts is accepted", () => {
  const reports = checkContracts();

  expect(reports.flatMap(({ faults }) => faults)).toEqual([]);
  expect(reports.map(({ contract }) => contract)).toEqual(['payments', 'fraud', 'carrier']);
});

test('the segment of the version is not part of a path', () => {
  expect(faultsOf({ 'contract.json': MANIFEST, 'v1.yaml': document(1), 'v2.yaml': document(2) })).toEqual([]);
});

test('every version is compared with the one before it', () => {
  const required = 'parameters: [{name: limit, in: query, required: true, schema: {type: integer}}]';
  const files = { 'v1.yaml': document(1), 'v2.yaml': document(2), 'v3.yaml': document(3, required) };

  expect(faultsOf({ 'contract.json': MANIFEST, ...files })).toEqual([
    'shop v3 breaks the request when v2 is upgraded servers-first. parameter-required at GET /items: query/limit: ' +
      'v2 absent, v3 required. An old client does not send it, and a new server requires it.',
  ]);
});

test.each([
  ['no YAML', 'openapi: [', /^shop v2: the document: it is not YAML/],
  ['another version of OpenAPI', 'openapi: 3.0.3', /^shop v2: \/openapi: only OpenAPI 3\.1 is compared/],
  [
    'a reference to another document',
    document(2, "parameters: [{$ref: 'other.yaml#/limit'}]"),
    /other\.yaml#\/limit: only references to a place in the same document are followed/,
  ],
  [
    'a reference to nothing',
    document(2, "parameters: [{$ref: '#/components/parameters/limit'}]"),
    /#\/components\/parameters\/limit: there is nothing at this place/,
  ],
])('a version that is %s is a fault', (_name, text, message) => {
  const faults = faultsOf({ 'contract.json': MANIFEST, 'v1.yaml': document(1), 'v2.yaml': text });

  expect(faults).toEqual([expect.stringMatching(message)]);
});

test.each([
  ['no contract.json', { 'v1.yaml': document(1) }, /need a contract\.json/],
  ['a contract.json that is not JSON', { 'contract.json': '{', 'v1.yaml': document(1) }, /it is not JSON/],
  [
    'a gap between versions',
    { 'contract.json': MANIFEST, 'v1.yaml': document(1), 'v3.yaml': document(3) },
    /v2\.yaml/,
  ],
  [
    'an unknown direction',
    {
      'contract.json': JSON.stringify({
        contract: 'shop',
        accepted: [
          {
            version: 2,
            direction: 'both',
            upgrade: 'servers-first',
            rule: 'type',
            paths: ['GET /items: query/limit'],
            reason: 'a reason of some length',
          },
        ],
      }),
      'v1.yaml': document(1),
    },
    /accepted\.0\.direction/,
  ],
] as [string, Record<string, string>, RegExp][])(
  'a folder with %s cannot be checked',
  (_name, files, message) => {
    expect(() => checkContracts(schemas(files))).toThrow(message);
  },
);
