import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareContracts } from '../../../../../schemas/compatibility/proto/compare-contracts.ts';
import { readContract } from '../../../../../schemas/compatibility/proto/contract.ts';
import { buildImages, filesOf, packageOf } from './buf.ts';
import { contractCase, messageCase } from './contract-case.ts';

const DO = 'service S { rpc Do(A) returns (B); }';
const CASES = [
  contractCase(
    'a wider number in a request',
    `${DO} message A { int32 size = 1; } message B {}`,
    `${DO} message A { int64 size = 1; } message B {}`,
    [],
  ),
  contractCase(
    'a oneof in a response',
    `${DO} message A {} message B { optional string card = 1; optional string cash = 2; }`,
    `${DO} message A {} message B { oneof way { string card = 1; string cash = 2; } }`,
    [],
  ),
  messageCase(
    'messages in each other',
    'Item next = 1; repeated Item more = 2; Part part = 3; message Part { Item item = 1; string id = 2; }',
    'Item next = 1; repeated Item more = 2; Part part = 3; message Part { Item item = 1; bool id = 2; }',
    [],
  ),
];

const folder = mkdtempSync(join(tmpdir(), 'dataflow-proto-changes-'));
const images = buildImages(folder, CASES);
const [older, newer] = [images.older, images.newer].map((image) => filesOf(readFileSync(image)));
rmSync(folder, { recursive: true });

function changesOf(name: string) {
  const index = CASES.findIndex((one) => one.name === name);
  return compareContracts(
    readContract(older ?? [], packageOf(index)),
    readContract(newer ?? [], packageOf(index)),
  );
}

test('a wider number breaks only what goes from new to old, in both encodings', () => {
  expect(changesOf('a wider number in a request')).toEqual([
    {
      direction: 'request',
      upgrade: 'clients-first',
      path: 'S/Do: request/size',
      rule: 'type',
      before: 'int32',
      after: 'int64',
      message:
        'A new client may send values of int64 that an old server, with int32, refuses or reads as others.',
      encodings: ['binary', 'json'],
    },
  ]);
});

test('a oneof breaks only what comes from the side that may send its fields together', () => {
  const changes = changesOf('a oneof in a response');

  expect(changes.map(({ direction, upgrade, path }) => [direction, upgrade, path])).toEqual([
    ['response', 'clients-first', 'S/Do: response/card'],
    ['response', 'clients-first', 'S/Do: response/cash'],
  ]);
});

test('messages that contain each other are compared once in each direction', () => {
  const changes = changesOf('messages in each other');

  expect(changes.map(({ direction, upgrade, path }) => `${direction}, ${upgrade}: ${path}`)).toEqual([
    'request, servers-first: Items/Put: request/part/id',
    'request, clients-first: Items/Put: request/part/id',
    'response, servers-first: Items/Put: response/part/id',
    'response, clients-first: Items/Put: response/part/id',
  ]);
});
