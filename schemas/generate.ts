import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The schemas that deployed code holds. */
const IN_BUNDLES = ['order/v1'];

/** What is generated from the schemas, by path below `schemas/gen/`. A unit test compares it with what is there. */
export function generated(): Map<string, string> {
  return new Map(
    IN_BUNDLES.map((name) => {
      const text = readFileSync(join(import.meta.dirname, 'avro', `${name}.avsc`), 'utf8');
      const schema = JSON.stringify(JSON.stringify(JSON.parse(text)));
      return [
        join('avro', `${name}.ts`),
        `// Generated from schemas/avro/${name}.avsc by schemas/generate.ts: do not edit.\n` +
          `export const SCHEMA: unknown = JSON.parse(${schema});\n`,
      ];
    }),
  );
}

/** `node schemas/generate.ts`: bundles hold schemas as modules, because a deployed function has no files beside it. */
if (import.meta.main) {
  for (const [path, text] of generated()) {
    const file = join(import.meta.dirname, 'gen', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
