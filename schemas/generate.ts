import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { minifyJson } from './json.ts';

/** What is generated from the schemas, by path below `schemas/gen/`. A unit test compares it with what is there. */
export function generated(): Map<string, string> {
  const directory = join(import.meta.dirname, 'avro');
  const files = new Map<string, string>();
  for (const subject of readdirSync(directory)) {
    for (const file of readdirSync(join(directory, subject)).filter((name) => name.endsWith('.avsc'))) {
      const text = readFileSync(join(directory, subject, file), 'utf8');
      const schema = JSON.stringify(minifyJson(text));
      files.set(
        join('avro', subject, file.replace('.avsc', '.ts')),
        `// Generated from schemas/avro/${subject}/${file} by schemas/generate.ts: do not edit.\n` +
          `export const SCHEMA: unknown = JSON.parse(${schema});\n`,
      );
    }
  }
  return files;
}

/** `node schemas/generate.ts`: bundles hold schemas as modules, because a deployed function has no files beside it. */
if (import.meta.main) {
  for (const [path, text] of generated()) {
    const file = join(import.meta.dirname, 'gen', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
