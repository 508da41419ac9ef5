import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { minifyJson } from './json.ts';
import { readWsdl } from './wsdl/read-wsdl.ts';
import { renderContract } from './wsdl/render-contract.ts';

const SCHEMAS = import.meta.dirname;

/** What is generated from the schemas, by path below `schemas/gen/`. A unit test compares it with what is there. */
export function generated(): Map<string, string> {
  return new Map([...avroModules(), ...openApiTypes(), ...wsdlContracts()]);
}

/** Bundles hold schemas as modules, because a deployed function has no files beside it. */
function avroModules(): [path: string, text: string][] {
  return globSync('*/*.avsc', { cwd: join(SCHEMAS, 'avro') })
    .sort()
    .map((file) => {
      const schema = JSON.stringify(minifyJson(readFileSync(join(SCHEMAS, 'avro', file), 'utf8')));
      return [
        join('avro', file.replace('.avsc', '.ts')),
        `// Generated from schemas/avro/${file} by schemas/generate.ts: do not edit.\n` +
          `export const SCHEMA: unknown = JSON.parse(${schema});\n`,
      ];
    });
}

/** Types only: clients and handlers are held to the contract by the compiler, and nothing of it is bundled. */
function openApiTypes(): [path: string, text: string][] {
  const root = join(SCHEMAS, 'openapi');
  // A process of its own, because the generator needs TypeScript 5 (see schemas/openapi/package.json).
  const library = createRequire(join(root, 'package.json')).resolve('openapi-typescript');
  const generator = join(dirname(library), '../bin/cli.js');
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .flatMap(({ name }) => globSync('v*.yaml', { cwd: join(root, name) }).map((file) => join(name, file)))
    .sort()
    .map((file) => {
      const types = execFileSync(process.execPath, [generator, file], { cwd: root, encoding: 'utf8' });
      return [
        join('openapi', file.replace('.yaml', '.ts')),
        `// Generated from schemas/openapi/${file} by schemas/generate.ts: do not edit.\n${types.replace(BANNER, '')}`,
      ];
    });
}

/** The generator's own, which does not say from what. */
const BANNER = /^\/\*\*[^/]*\*\/\s*/;

function wsdlContracts(): [path: string, text: string][] {
  return globSync('wsdl/*/v*.wsdl', { cwd: SCHEMAS })
    .sort()
    .map((file) => {
      const text = readFileSync(join(SCHEMAS, file), 'utf8');
      return [file.replace('.wsdl', '.ts'), renderContract(readWsdl(text), text, `schemas/${file}`)];
    });
}

/** `node schemas/generate.ts` */
if (import.meta.main) {
  for (const [path, text] of generated()) {
    const file = join(SCHEMAS, 'gen', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
