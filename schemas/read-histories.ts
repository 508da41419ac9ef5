import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { minifyJson } from './json.ts';
import { type SubjectHistory, subjectManifest } from './subject-history.ts';

/** Where the schemas of this repository are. */
export const AVRO_SCHEMAS = join(import.meta.dirname, 'avro');

/** A folder of schemas that cannot be read as such. The message names the file and says what is wrong with it. */
export class UnreadableHistoryError extends Error {
  override readonly name = 'UnreadableHistoryError';
}

/**
 * Reads `<directory>/<subject>/subject.json` and `v1.avsc`, `v2.avsc` … of every subject. What the schemas say is not
 * looked at: that is for the gate and the registry to judge.
 *
 * @throws UnreadableHistoryError
 */
export function readHistories(directory: string = AVRO_SCHEMAS): SubjectHistory[] {
  const folders = reading(directory, () => readdirSync(directory, { withFileTypes: true }));
  const subjects = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (subjects.length === 0) throw new UnreadableHistoryError(`${directory}: there is no subject in it`);
  return subjects.sort().map((subject) => readHistory(join(directory, subject)));
}

function readHistory(folder: string): SubjectHistory {
  const file = join(folder, 'subject.json');
  const manifest = subjectManifest.safeParse(reading(file, () => JSON.parse(readFileSync(file, 'utf8'))));
  if (!manifest.success) throw new UnreadableHistoryError(`${file}: ${firstFault(manifest.error)}`);
  return { ...manifest.data, versions: readVersions(folder) };
}

/** Versions count from 1 without a gap: a schema that data was written with is not taken away. */
function readVersions(folder: string): SubjectHistory['versions'] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.avsc'));
  if (files.length === 0) throw new UnreadableHistoryError(`${folder}: there is no v1.avsc`);
  return files.map((_, index) => {
    const file = join(folder, `v${index + 1}.avsc`);
    return { version: index + 1, schema: reading(file, () => minifyJson(readFileSync(file, 'utf8'))) };
  });
}

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const why =
      cause instanceof SyntaxError
        ? 'it is not JSON'
        : cause instanceof RangeError
          ? cause.message
          : 'it cannot be read';
    throw new UnreadableHistoryError(`${path}: ${why}`, { cause });
  }
}

function firstFault({ issues: [first] }: z.ZodError): string {
  return first === undefined ? 'it is not a manifest' : `${first.path.join('.')}: ${first.message}`;
}
