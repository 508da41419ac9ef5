import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, link, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makePrivateDirectory } from '../../core/private-files.ts';

/** A piece of a body: a whole file. An object put at once has one, an object made of parts one a part. */
export interface Segment {
  file: string;
  size: number;
}

export interface BodyFiles {
  /** Keeps a stream of bytes; `observe` sees each chunk. Of a stream that fails nothing is left. */
  write(source: AsyncIterable<Uint8Array>, observe: (chunk: Uint8Array) => void): Promise<Segment>;
  /** Bytes `start` to `end` (inclusive) of the segments, as they stand now: removing them does not disturb the reader. */
  read(segments: readonly Segment[], start: number, end: number): Readable;
  /** The same bytes under other names; the originals may be removed in the meantime. */
  copy(segments: readonly Segment[]): Promise<Segment[]>;
  /** Removes files once no request reads them. */
  remove(segments: readonly Segment[]): Promise<void>;
  /** Removes every file that `kept` does not name: what a crash left behind. */
  sweep(kept: ReadonlySet<string>): Promise<void>;
}

/** Bodies as files in one directory. A file gets its name when it is complete; names are never used twice. */
export async function openBodyFiles(directory: string, newId: () => string): Promise<BodyFiles> {
  const complete = join(directory, 'bodies');
  const incoming = join(directory, 'incoming');
  await rm(incoming, { recursive: true, force: true });
  await makePrivateDirectory(complete);
  await makePrivateDirectory(incoming);
  const readers = new Map<string, number>();
  const removedWhileRead = new Set<string>();

  const erase = (file: string) => rm(join(complete, file), { force: true });

  function hold(segments: readonly Segment[]): void {
    for (const { file } of segments) readers.set(file, (readers.get(file) ?? 0) + 1);
  }

  function release(segments: readonly Segment[]): void {
    for (const { file } of segments) {
      const left = (readers.get(file) ?? 1) - 1;
      if (left > 0) {
        readers.set(file, left);
        continue;
      }
      readers.delete(file);
      // What cannot be removed now is swept at the next start.
      if (removedWhileRead.delete(file)) void erase(file).catch(() => {});
    }
  }

  return {
    async write(source, observe) {
      const file = newId();
      const path = join(incoming, file);
      let size = 0;
      try {
        await pipeline(
          source,
          async function* (chunks: AsyncIterable<Uint8Array>) {
            for await (const chunk of chunks) {
              observe(chunk);
              size += chunk.length;
              yield chunk;
            }
          },
          createWriteStream(path, { highWaterMark: 1024 * 1024, mode: 0o600 }),
        );
        await rename(path, join(complete, file));
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      return { file, size };
    },
    read(segments, start, end) {
      const held = [...segments];
      hold(held);
      const stream = Readable.from(slices(complete, held, start, end), { objectMode: false });
      stream.once('close', () => release(held));
      return stream;
    },
    async copy(segments) {
      const originals = [...segments];
      const copies: Segment[] = [];
      hold(originals);
      try {
        for (const { file: original, size } of originals) {
          const file = newId();
          const [from, to] = [join(complete, original), join(complete, file)];
          // Bodies never change, so a second link is as good as a copy, where the file system has links.
          await link(from, to).catch(() => copyFile(from, to));
          copies.push({ file, size });
        }
        return copies;
      } catch (error) {
        for (const { file } of copies) await erase(file);
        throw error;
      } finally {
        release(originals);
      }
    },
    async remove(segments) {
      for (const { file } of segments) {
        if (readers.has(file)) removedWhileRead.add(file);
        else await erase(file);
      }
    },
    async sweep(kept) {
      for (const file of await readdir(complete)) if (!kept.has(file)) await erase(file);
    },
  };
}

async function* slices(
  directory: string,
  segments: readonly Segment[],
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  let offset = 0;
  for (const { file, size } of segments) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, size - 1);
    if (from <= to) yield* createReadStream(join(directory, file), { start: from, end: to });
    offset += size;
    if (offset > end) return;
  }
}
