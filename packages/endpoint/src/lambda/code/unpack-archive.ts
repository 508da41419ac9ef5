import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { UNZIPPED_CODE_BYTES } from '../functions/limits.ts';
import { UnzipError, unreadable } from './unzip-error.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

/** The type of a file in its Unix mode, and two types. */
const TYPE_MASK = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/** Errors of the file system that say something about the archive, and nothing about the disk. */
const FAULTS_OF_NAMES = new Set(['EEXIST', 'EINVAL', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'ENOTDIR']);

/**
 * Unpacks a deployment package into a folder that it makes. Synchronous: larger packages are unpacked in a worker.
 * Refuses what `unzip` would: names that lead out of the folder, a name for both a file and a folder, data that has
 * another size or checksum than the archive says. @throws UnzipError
 */
export function unpackArchive(archive: Uint8Array, folder: string): void {
  const entries = readZipDirectory(archive);
  if (!entries.some(({ name }) => !name.endsWith('/'))) throw new UnzipError('empty', 'it has no files');
  // The sizes that the archive states bound what is inflated: nothing is unpacked beyond them.
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (size > UNZIPPED_CODE_BYTES) throw new UnzipError('too-large', 'it is larger than a function may be');
  checkPaths(entries);
  try {
    write(entries, folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined && FAULTS_OF_NAMES.has(code)) throw unreadable('a name cannot be used', error);
    throw error;
  }
}

function checkPaths(entries: readonly ZipEntry[]): void {
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const { name } of entries) {
    if (!isInside(name)) throw unreadable('a name leads out of the package');
    const parts = partsOf(name);
    const path = parts.join('/');
    parts.slice(0, -1).forEach((_part, index) => {
      folders.add(parts.slice(0, index + 1).join('/'));
    });
    (name.endsWith('/') ? folders : files).add(path);
  }
  for (const file of files) {
    if (file === '' || folders.has(file)) throw unreadable('a name is that of a file and of a folder');
  }
}

function isInside(name: string): boolean {
  return !/^\/|^[a-zA-Z]:|[\\\0]/.test(name) && !name.split('/').includes('..');
}

function partsOf(name: string): string[] {
  return name.split('/').filter((part) => part !== '' && part !== '.');
}

function write(entries: readonly ZipEntry[], folder: string): void {
  const made = new Set<string>();
  const make = (path: string) => {
    if (!made.has(path)) mkdirSync(path, { recursive: true });
    made.add(path);
  };
  make(folder);
  const links: { path: string; target: string }[] = [];
  for (const entry of entries) {
    const path = join(folder, ...partsOf(entry.name));
    if (entry.name.endsWith('/')) {
      make(path);
      continue;
    }
    const content = contentOf(entry);
    make(dirname(path));
    const mode = entry.unixMode ?? 0;
    if ((mode & TYPE_MASK) === SYMBOLIC_LINK) links.push({ path, target: targetOf(entry, content) });
    else writeFileSync(path, content, { mode: (mode & 0o111) === 0 ? 0o644 : 0o755 });
  }
  // Last, so that nothing is written through one.
  for (const { path, target } of links) symlinkSync(target, path);
}

function contentOf({ method, compressed, size, crc32: expected }: ZipEntry): Uint8Array {
  const content = method === 'stored' ? compressed : inflate(compressed, size);
  if (content.length !== size || crc32(content) !== expected) {
    throw unreadable('a file has another size or checksum than the archive says');
  }
  return content;
}

function inflate(compressed: Uint8Array, size: number): Uint8Array {
  try {
    // With its engine, which knows how much of the input was used. The types of Node lack this form.
    const { buffer, engine } = inflateRawSync(compressed, {
      maxOutputLength: Math.max(size, 1),
      info: true,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    if (engine.bytesWritten !== compressed.length) throw unreadable('data follows the end of a file');
    return buffer;
  } catch (error) {
    throw error instanceof UnzipError ? error : unreadable('a file cannot be inflated', error);
  }
}

/** A link stays inside of the package, as a name does. */
function targetOf({ name }: ZipEntry, content: Uint8Array): string {
  const target = Buffer.from(content).toString('utf8');
  if (target === '' || target.startsWith('/') || /[\\\0]/.test(target)) {
    throw unreadable('a link leads out of the package');
  }
  let depth = partsOf(name).length - 1;
  for (const part of partsOf(target)) {
    depth += part === '..' ? -1 : 1;
    if (depth < 0) throw unreadable('a link leads out of the package');
  }
  return target;
}
