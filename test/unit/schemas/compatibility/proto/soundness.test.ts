import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MEETINGS } from '../../../../../schemas/compatibility/contract-change.ts';
import { compareContracts } from '../../../../../schemas/compatibility/proto/compare-contracts.ts';
import { readContract } from '../../../../../schemas/compatibility/proto/contract.ts';
import { ENCODINGS } from '../../../../../schemas/compatibility/proto/rule.ts';
import { buildImages, filesOf, packageOf } from './buf.ts';
import { misreadingsOf } from './observe.ts';
import { randomCases } from './random-cases.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 20260101);
const COUNT = Number(process.env['COUNT'] ?? 200);
const CASES = randomCases(COUNT, SEED);

test(`random messages break where it is predicted, and nowhere else (seed ${SEED})`, {
  timeout: 60_000,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dataflow-proto-random-'));
  const images = buildImages(folder, CASES);
  const [older = [], newer = []] = [images.older, images.newer].map((image) => filesOf(readFileSync(image)));
  rmSync(folder, { recursive: true });
  const wrong: string[] = [];
  let breaks = 0;
  let fine = 0;
  for (const [index, one] of CASES.entries()) {
    const before = readContract(older, packageOf(index));
    const after = readContract(newer, packageOf(index));
    const changes = compareContracts(before, after);
    for (const encoding of ENCODINGS) {
      for (const meeting of MEETINGS) {
        const { direction, upgrade } = meeting;
        const predicted = changes.filter(
          (change) =>
            change.direction === direction &&
            change.upgrade === upgrade &&
            change.encodings.includes(encoding),
        );
        const failures = misreadingsOf(before, after, meeting, encoding);
        if (failures.length > 0) breaks += 1;
        else fine += 1;
        // Of another field's values, the one that is read by mistake may understand none: then it ignores them all.
        const certain = predicted.filter(
          ({ rule, message }) => rule !== 'json-name' || !message.includes('reads as'),
        );
        if (failures.length > 0 ? predicted.length > 0 : certain.length === 0) continue;
        wrong.push(
          `${one.before}\n${one.after}\n${direction}, ${upgrade}, ${encoding}: predicted ${predicted.map(({ rule, path }) => `${rule} at ${path}`).join('; ') || 'nothing'}, observed ${failures[0] ?? 'nothing'}`,
        );
      }
    }
  }
  expect(wrong.slice(0, 3).join('\n\n'), `${wrong.length} wrong`).toBe('');
  expect(Math.min(breaks, fine)).toBeGreaterThan(CASES.length / 10);
});
