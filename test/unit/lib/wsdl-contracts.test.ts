import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeContractFault } from '../../../lib/contract-gate.ts';
import { checkContracts } from '../../../lib/contracts/check-contracts.ts';

const V1 = readFileSync('schemas/wsdl/carrier/v1.wsdl', 'utf8');
const MANIFEST = JSON.stringify({ contract: 'shop', accepted: [] });
const asVersion2 = (text: string) => text.replaceAll('urn:shop:carrier:v1', 'urn:shop:carrier:v2');

/** Faults of a folder with contract v1 of the carrier and this version after it. */
function faultsOf(v2: string): string[] {
  const schemas = mkdtempSync(join(tmpdir(), 'dataflow-wsdl-'));
  onTestFinished(() => rmSync(schemas, { recursive: true }));
  const folder = join(schemas, 'wsdl/shop');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of [
    ['contract.json', MANIFEST],
    ['v1.wsdl', V1],
    ['v2.wsdl', v2],
  ] as const) {
    writeFileSync(join(folder, name), text);
  }
  return checkContracts(schemas).flatMap((report) =>
    report.faults.map((fault) => describeContractFault(report, fault)),
  );
}

test('the version at the end of the namespace is not compared', () => {
  expect(faultsOf(asVersion2(V1))).toEqual([]);
});

test('a break of a WSDL contract is a fault with its path, rule and both sides', () => {
  expect(
    faultsOf(asVersion2(V1).replace('<xsd:maxLength value="100"/>', '<xsd:maxLength value="50"/>')),
  ).toEqual([
    'shop v2 breaks the request when v1 is upgraded servers-first. max-length at BookShipment: input/country: ' +
      'v1 100, v2 50. An old client may send more characters than the 50 that a new server takes.',
  ]);
});

test.each([
  ['no XML', '<definitions', /^shop v2: not well-formed XML/],
  [
    'another kind of WSDL',
    V1.replace('style="document"', 'style="rpc"'),
    /^shop v2: the style must be document/,
  ],
  ['a document type', `<!DOCTYPE a>${V1}`, /^shop v2: a document type declaration is not allowed/],
])('a version that is %s is a fault', (_, text, fault) => {
  expect(faultsOf(text)).toEqual([expect.stringMatching(fault)]);
});
