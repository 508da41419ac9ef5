import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, onTestFinished, test } from 'vitest';
import { unpackArchive } from '../../../src/lambda/code/unpack-archive.ts';
import { UnzipError } from '../../../src/lambda/code/unzip-error.ts';
import { type ZipFileEntry, zipFile } from '../../support/zip-file.ts';

/** A folder that does not exist yet, in one that is removed. */
function folder(): string {
  const scratch = mkdtempSync(join(tmpdir(), 'unpack-'));
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
  return join(scratch, 'package');
}

function unpacked(archive: Uint8Array): { at: string; files: string[] } {
  const at = folder();
  unpackArchive(archive, at);
  return { at, files: readdirSync(at, { recursive: true, encoding: 'utf8' }).sort() };
}

function codeOf(archive: Uint8Array): string | undefined {
  try {
    unpackArchive(archive, folder());
    return undefined;
  } catch (error) {
    if (error instanceof UnzipError) return error.code;
    throw error;
  }
}

test('a package is unpacked with its folders, whatever program made it', () => {
  const text = Buffer.from('export const x = 1;\n'.repeat(500));
  const files = ['empty', 'index.mjs', 'lib', 'lib/b.mjs'];
  const library = zipSync({ 'index.mjs': text, 'lib/b.mjs': text, 'empty/': new Uint8Array() });
  expect(unpacked(library).files).toEqual(files);
  const streamed = zipFile([
    { name: 'index.mjs', content: text, streamed: true },
    { name: './lib//b.mjs', content: text, method: 0 },
    { name: 'empty/' },
  ]);
  const { at, files: found } = unpacked(streamed);
  expect(found).toEqual(files);
  expect(readFileSync(join(at, 'index.mjs'))).toEqual(text);
  expect(readFileSync(join(at, 'lib/b.mjs'))).toEqual(text);
});

test('programs stay executable, and other files are not', () => {
  const { at } = unpacked(
    zipFile([
      { name: 'bin/tool', content: '#!/bin/sh', unixMode: 0o100755 },
      { name: 'index.mjs', content: '', unixMode: 0o100600 },
    ]),
  );
  expect(statSync(join(at, 'bin/tool')).mode & 0o111).not.toBe(0);
  expect(statSync(join(at, 'index.mjs')).mode & 0o777).toBe(0o644);
});

test('a symbolic link inside of the package stays one', () => {
  const { at } = unpacked(
    zipFile([
      { name: 'node_modules/a', content: '../store/a', unixMode: 0o120777 },
      { name: 'store/a/index.js', content: 'a' },
    ]),
  );
  expect(lstatSync(join(at, 'node_modules/a')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(at, 'node_modules/a/index.js'), 'utf8')).toBe('a');
});

test('a file that comes twice is what it was last, and one whose name begins with dots is a file', () => {
  const { at, files } = unpacked(
    zipFile([
      { name: '..config', content: 'first' },
      { name: '..config', content: 'second' },
    ]),
  );
  expect(files).toEqual(['..config']);
  expect(readFileSync(join(at, '..config'), 'utf8')).toBe('second');
});

const fine: ZipFileEntry = { name: 'index.mjs', content: 'x'.repeat(1000) };
const whole = zipFile([fine]);

describe('an archive is refused as unreadable for', () => {
  test.each<[string, Uint8Array]>([
    ['bytes that are no archive', Buffer.from('PK but nothing more')],
    ['nothing at all', Buffer.alloc(0)],
    ['an archive without its end', whole.subarray(0, -30)],
    ['an archive without its beginning', whole.subarray(10)],
    ['a name in the parent folder', zipFile([fine, { name: '../evil' }])],
    ['a name that climbs out', zipFile([fine, { name: 'a/../../evil' }])],
    ['an absolute name', zipFile([fine, { name: '/evil' }])],
    ['a drive', zipFile([fine, { name: 'C:/evil' }])],
    ['backslashes', zipFile([fine, { name: '..\\evil' }])],
    ['a name with a NUL', zipFile([fine, { name: 'a\0b' }])],
    ['an empty name', zipFile([fine, { name: '', content: 'a' }])],
    [
      'a name that is not UTF-8 and says so',
      zipFile([fine, { name: Buffer.from([0xff, 0x61]), flags: 1 << 11 }]),
    ],
    ['a name that no file system takes', zipFile([fine, { name: `${'n'.repeat(300)}.mjs` }])],
    [
      'a file and a folder of one name',
      zipFile([fine, { name: 'lib', content: 'a' }, { name: 'lib/b.mjs' }]),
    ],
    [
      'a folder and then a file of one name',
      zipFile([fine, { name: 'lib/' }, { name: 'lib', content: 'a' }]),
    ],
    ['a wrong checksum', zipFile([{ ...fine, crc32: 1 }])],
    ['a file that is larger than it says', zipFile([{ ...fine, size: 10 }])],
    ['a file that is smaller than it says', zipFile([{ ...fine, size: 2000 }])],
    ['a stored file of another size', zipFile([{ ...fine, method: 0, size: 999 }])],
    ['bytes behind a file', zipFile([{ ...fine, trailing: Buffer.from('more') }])],
    ['an unknown compression', zipFile([{ ...fine, method: 14 }])],
    ['an encrypted file', zipFile([{ ...fine, flags: 1 }])],
    ['two names for one file', zipFile([{ ...fine, localName: 'other.mjs' }])],
    ['a link that leads out', zipFile([fine, { name: 'a', content: '../../etc', unixMode: 0o120777 }])],
    ['an absolute link', zipFile([fine, { name: 'a', content: '/etc/passwd', unixMode: 0o120777 }])],
    [
      'a file behind a link',
      zipFile([fine, { name: 'a', content: 'b', unixMode: 0o120777 }, { name: 'a/x', content: 'through' }]),
    ],
  ])('%s', (_what, archive) => {
    expect(codeOf(archive)).toBe('unreadable');
  });
});

test('no prefix and no single wrong byte of an archive ends in anything but a refusal', () => {
  const archive = Buffer.from(zipFile([fine, { name: 'lib/b.mjs', content: 'b', streamed: true }]));
  for (let length = 0; length < archive.length; length += 1) {
    expect(codeOf(archive.subarray(0, length))).toBe('unreadable');
  }
  for (let at = 0; at < archive.length; at += 1) {
    const broken = Buffer.from(archive);
    broken.writeUInt8(broken.readUInt8(at) ^ 0xff, at);
    expect(() => codeOf(broken)).not.toThrow();
  }
});

test('a package without files is empty', () => {
  expect(codeOf(zipFile([]))).toBe('empty');
  expect(codeOf(zipFile([{ name: 'folder/' }]))).toBe('empty');
});

test('a package that says it is over 250 MB is refused before anything is unpacked', () => {
  const at = folder();
  const bomb = zipFile([
    { name: 'a', size: 200_000_000 },
    { name: 'b', size: 62_144_001 },
  ]);
  expect(() => unpackArchive(bomb, at)).toThrow(expect.objectContaining({ code: 'too-large' }));
  expect(existsSync(at)).toBe(false);
});
