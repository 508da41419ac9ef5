import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readArchive } from '../../../../local/lambda/code/archive.ts';

const zip = (files: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])));

test('a package is read with its folders', () => {
  const files = readArchive(zip({ 'index.mjs': 'a', 'lib/': '', 'lib/b.mjs': 'b' }));
  expect(Object.keys(files)).toEqual(['index.mjs', 'lib/b.mjs']);
});

describe('a path that leads out of the package is refused:', () => {
  test.each(['../evil', 'a/../../evil', '/evil', 'C:/evil', '..\\evil', 'a\\..\\evil'])('%s', (path) => {
    expect(() => readArchive(zip({ 'index.mjs': 'a', [path]: 'x' }))).toThrow('Could not unzip');
  });
});

test('a file whose name merely begins with dots is taken', () => {
  expect(Object.keys(readArchive(zip({ '..config': 'a' })))).toEqual(['..config']);
});

test('bytes that are no archive are refused', () => {
  expect(() => readArchive(Buffer.from('PK but nothing more'))).toThrow('Could not unzip');
});

test('a package that says it is over 250 MB is refused before it is unpacked', () => {
  const archive = zip({ 'bomb.txt': 'x'.repeat(1000) });
  // The uncompressed size of the one entry, in the central directory (APPNOTE.TXT 4.3.12).
  const central = Buffer.from(archive).indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  new DataView(archive.buffer).setUint32(central + 24, 262_144_001, true);
  expect(() => readArchive(archive)).toThrow('Unzipped size must be smaller than 262144000 bytes');
});

test('a file that is larger than it says is not unpacked beyond that', () => {
  const archive = zip({ 'liar.txt': 'x'.repeat(1000) });
  const central = Buffer.from(archive).indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  new DataView(archive.buffer).setUint32(central + 24, 10, true);
  const size = (() => {
    try {
      return readArchive(archive)['liar.txt']?.length ?? 0;
    } catch {
      return 0;
    }
  })();
  expect(size).toBeLessThanOrEqual(10);
});
