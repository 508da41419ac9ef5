import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MEETINGS } from '../../../../../schemas/compatibility/contract-change.ts';
import { compareContracts } from '../../../../../schemas/compatibility/proto/compare-contracts.ts';
import { readContract } from '../../../../../schemas/compatibility/proto/contract.ts';
import { findReusable } from '../../../../../schemas/compatibility/proto/find-reusable.ts';
import { ENCODINGS } from '../../../../../schemas/compatibility/proto/rule.ts';
import { bufBreaking, buildImages, filesOf, packageOf } from './buf.ts';
import { ALL_CASES } from './cases.ts';
import type { Category } from './differences.ts';
import { observe } from './observe.ts';

const { older, newer, bufFinds } = withBuf();

function withBuf() {
  const folder = mkdtempSync(join(tmpdir(), 'dataflow-proto-cases-'));
  try {
    const images = buildImages(folder, ALL_CASES);
    const bufFinds: Record<Category, Map<string, string[]>> = {
      WIRE: bufBreaking(images, 'WIRE'),
      WIRE_JSON: bufBreaking(images, 'WIRE_JSON'),
    };
    return {
      older: filesOf(readFileSync(images.older)),
      newer: filesOf(readFileSync(images.newer)),
      bufFinds,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const cases = ALL_CASES.map((one, index) => {
  const before = readContract(older, packageOf(index));
  const after = readContract(newer, packageOf(index));
  return { ...one, index, before, after, changes: compareContracts(before, after) };
});

describe('what is predicted is what a Connect server and both codecs of Protobuf do', () => {
  test.each(cases)('$name', async ({ before, after, changes, rules }) => {
    for (const encoding of ENCODINGS) {
      for (const meeting of MEETINGS) {
        const { direction, upgrade } = meeting;
        const predicted = changes.filter(
          (change) =>
            change.direction === direction &&
            change.upgrade === upgrade &&
            change.encodings.includes(encoding),
        );
        const failures = await observe(before, after, meeting, encoding);

        const where = `${direction}, ${upgrade}, ${encoding}: ${failures[0] ?? 'nothing fails'}`;
        expect(failures.length > 0, where).toBe(predicted.length > 0);
      }
    }
    expect([...new Set(changes.map(({ rule }) => rule))].sort()).toEqual(rules.toSorted());
  });
});

describe('buf breaking finds a break where some direction and upgrade order breaks, or what was used can be reused', () => {
  test.each(cases)('$name', ({ index, before, after, changes, differs, isReusable }) => {
    const reusable = findReusable(before, after);
    expect(reusable.length > 0).toBe(isReusable === true);
    const inBinary = [
      ...changes.flatMap(({ encodings }) => encodings),
      ...reusable.map(({ encoding }) => encoding),
    ].includes('binary');
    const predicted: Record<Category, boolean> = {
      WIRE: inBinary,
      WIRE_JSON: changes.length > 0 || reusable.length > 0,
    };
    for (const category of ['WIRE', 'WIRE_JSON'] as const) {
      const found = bufFinds[category].get(packageOf(index)) ?? [];
      const expected = differs?.categories.includes(category)
        ? { buf: differs.buf === 'finds more', predicted: differs.buf !== 'finds more' }
        : { buf: predicted[category], predicted: predicted[category] };
      const seen = { buf: found.length > 0, predicted: predicted[category] };
      expect(seen, `${category}: ${found.join(', ') || 'nothing found'}`).toEqual(expected);
    }
  });

  test('agrees with the prediction in both categories on at least 40 changes', () => {
    expect(cases.filter(({ differs }) => differs === undefined).length).toBeGreaterThanOrEqual(40);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });
});
