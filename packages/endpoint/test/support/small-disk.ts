import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own that can be filled up. */
export interface SmallDisk {
  /** A directory on it. */
  readonly directory: string;
  /** Leaves not one byte free. */
  fill(): void;
  /** Makes the room again that `fill` took. */
  makeRoom(): void;
  remove(): void;
}

/** Mounts a file system in memory. Undefined where that is not allowed: it takes root and Linux. */
export function mountSmallDisk(bytes: number): SmallDisk | undefined {
  const root = mkdtempSync(join(tmpdir(), 'small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'small-disk', root], { stdio: 'ignore' });
  } catch {
    rmSync(root, { recursive: true });
    return undefined;
  }
  const directory = join(root, 'data');
  mkdirSync(directory);
  const filler = join(root, 'filler');
  return {
    directory,
    fill() {
      const file = openSync(filler, 'a');
      for (const size of [65_536, 4096, 1]) writeUntilFull(file, Buffer.alloc(size));
      closeSync(file);
    },
    makeRoom: () => rmSync(filler, { force: true }),
    remove() {
      execFileSync('umount', ['--lazy', root]);
      rmSync(root, { recursive: true });
    },
  };
}

function writeUntilFull(file: number, chunk: Buffer): void {
  try {
    for (;;) writeSync(file, chunk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
