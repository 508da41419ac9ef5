import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeContractFault } from '../../../lib/contract-gate.ts';
import { checkContracts } from '../../../lib/contracts/check-contracts.ts';

const MANIFEST = JSON.stringify({ contract: 'items', accepted: [] });

function items(version: number, fields: string): string {
  return `syntax = "proto3"; package shop.items.v${version};
    service Items { rpc Get(GetRequest) returns (Item); }
    message GetRequest { string id = 1; }
    message Item { ${fields} }`;
}

/** Faults of a folder with these files below `proto/shop`. */
function faultsOf(files: Record<string, string>): string[] {
  const schemas = mkdtempSync(join(tmpdir(), 'dataflow-proto-'));
  onTestFinished(() => rmSync(schemas, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    const file = join(schemas, 'proto/shop', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return checkContracts(schemas).flatMap((report) =>
    report.faults.map((fault) => describeContractFault(report, fault)),
  );
}

function faultsOfVersions(v1: string, v2: string): string[] {
  return faultsOf({
    'items/contract.json': MANIFEST,
    'items/v1/items.proto': v1,
    'items/v2/items.proto': v2,
  });
}

test('the version at the end of a package is not compared', () => {
  expect(faultsOfVersions(items(1, 'string id = 1;'), items(2, 'string id = 1; string note = 2;'))).toEqual(
    [],
  );
});

test('a break of a Protobuf contract is a fault with its path, rule, both sides and the encoding', () => {
  expect(
    faultsOfVersions(items(1, 'string id = 1;'), items(2, 'string id = 1 [json_name = "key"];')),
  ).toEqual([
    'items v2 breaks the response when v1 is upgraded servers-first. json-name at Items/Get: response/id: v1 id, v2 key. ' +
      'In JSON, a new server sends the field under the name key, which an old client does not know.',
  ]);
});

test('a number and a name that are not reserved after use are faults that no direction has', () => {
  expect(faultsOfVersions(items(1, 'string id = 1; string note = 2;'), items(2, 'string id = 1;'))).toEqual([
    'items v2: Item: 2, of note, is no longer used and not reserved, so a later version could give it to something else',
    'items v2: Item: note is no longer used and not reserved, so a later version could give it to something else',
  ]);
});

test('a version in another syntax than proto3 is a fault', () => {
  const proto2 = items(2, 'optional string id = 1;')
    .replace('proto3', 'proto2')
    .replace('{ string', '{ optional string');

  expect(faultsOfVersions(items(1, 'string id = 1;'), proto2)).toEqual([
    'items v2: shop/items/v2/items.proto: only proto3 is compared',
  ]);
});

test.each([
  [
    'a service without contract.json',
    { 'items/v1/items.proto': items(1, '') },
    /items\.proto: a service needs a contract\.json/,
  ],
  [
    'a file that does not compile',
    { 'items/contract.json': MANIFEST, 'items/v1/items.proto': items(1, 'string id;') },
    /items\.proto:4:\d+:/,
  ],
  [
    'a gap between versions',
    { 'items/contract.json': MANIFEST, 'items/v2/items.proto': items(2, '') },
    /v1: there is no such version/,
  ],
] as [string, Record<string, string>, RegExp][])('%s cannot be checked', (_name, files, message) => {
  expect(() => faultsOf(files)).toThrow(message);
});

test('packages without a service are no contracts', () => {
  expect(
    faultsOf({ 'records/v1/record.proto': 'syntax = "proto3"; package shop.records.v1; message Record {}' }),
  ).toEqual([]);
});
