import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * The workspace runs from TypeScript, but Node strips no types below `node_modules`. So `npm pack` compiles a package
 * to `dist` first, and puts a `package.json` that points there in place of the workspace's while it packs.
 *
 * Usage, in a package: `node ../pack.ts prepare` before packing, `node ../pack.ts restore` after it. A packing that
 * was interrupted in between is undone by either.
 */
const MANIFEST = 'package.json';
const WORKSPACE_MANIFEST = 'package.workspace.json';
const DIST = 'dist';

/** `module.registerHooks`, which the Lambda runtime uses, came with 22.15. The workspace brings a Node of its own. */
const ENGINES = { node: '>=22.15' };

type Manifest = Record<string, unknown> & {
  name: string;
  exports: Record<string, string>;
  bin?: Record<string, string>;
};

const command = process.argv[2];
if (command !== 'prepare' && command !== 'restore') throw new TypeError('Usage: pack.ts prepare | restore');
restore();
if (command === 'prepare') prepare();

function restore(): void {
  rmSync(DIST, { recursive: true, force: true });
  if (existsSync(WORKSPACE_MANIFEST)) renameSync(WORKSPACE_MANIFEST, MANIFEST);
}

function prepare(): void {
  const manifest: Manifest = JSON.parse(readFileSync(MANIFEST, 'utf8'));
  // npm puts the programs of the repository first on the path.
  execFileSync('tsc', ['--project', 'tsconfig.build.json'], { stdio: 'inherit' });
  for (const file of globSync('src/**/*.mjs')) cpSync(file, join(DIST, relative('src', file)));
  dropPrivateDeclarations(Object.values(manifest.exports));
  const packed = JSON.stringify(packedManifest(manifest), undefined, 2);
  // Last, so that what fails before leaves the manifest as it is.
  writeFileSync(WORKSPACE_MANIFEST, readFileSync(MANIFEST));
  writeFileSync(MANIFEST, `${packed}\n`);
}

/** Its scripts stay: npm reads them from this one when it packs after an interruption. */
function packedManifest({ exports, bin, ...rest }: Manifest): object {
  return {
    ...rest,
    engines: ENGINES,
    exports: mapValues(exports, (file) => ({ types: built(file, '.d.ts'), default: built(file, '.js') })),
    ...(bin && { bin: mapValues(bin, (file) => built(file, '.js')) }),
  };
}

/** `./src/index.ts` → `./dist/index.js`. */
function built(source: string, extension: '.js' | '.d.ts'): string {
  return source.replace('./src/', `./${DIST}/`).replace(/\.ts$/, extension);
}

function mapValues<T, U>(record: Record<string, T>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** Keeps the declarations that the exports lead to; the others need types of packages that users do not install. */
function dropPrivateDeclarations(entries: readonly string[]): void {
  const reached = new Set(entries.map((entry) => join(built(entry, '.d.ts'))));
  for (const file of reached) {
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(
      /(?:from|import\()\s*'(\.[^']+)'/g,
    )) {
      reached.add(join(dirname(file), specifier.replace(/\.ts$/, '.d.ts')));
    }
  }
  for (const file of globSync(`${DIST}/**/*.d.ts`)) if (!reached.has(file)) rmSync(file);
}
