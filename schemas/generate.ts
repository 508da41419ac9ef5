import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What is generated from the schemas, by path below `schemas/gen/`. A unit test compares it with what is there. */
export function generated(): Map<string, string> {
  const avro = join(import.meta.dirname, 'avro');
  const files = new Map<string, string>();
  for (const subject of readdirSync(avro).sort()) {
    for (const file of readdirSync(join(avro, subject)).sort()) {
      const schema = JSON.stringify(JSON.parse(readFileSync(join(avro, subject, file), 'utf8')));
      files.set(
        join('avro', subject, file.replace('.avsc', '.ts')),
        `// Generated from schemas/avro/${subject}/${file} by schemas/generate.ts: do not edit.\n` +
          `export const SCHEMA: unknown = JSON.parse(${JSON.stringify(schema)});\n`,
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
