import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One import of ours by ours: paths from the root of the repository. */
export interface OwnImport {
  from: string;
  to: string;
}

/** Biome keeps every import in one of these forms; types count, for a type is a dependency too. */
const SPECIFIER =
  /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*,?\s*\)/g;

const HOUSE = '{bin,lib,lambdas,schemas,driver,scenarios,packages,test,bench}/**/*.{ts,mjs}';

/** Every import of one file of the repository by another. */
export function ownImports(root: string): OwnImport[] {
  return globSync(HOUSE, { cwd: root }).flatMap((from) =>
    importsOf(from, readFileSync(join(root, from), 'utf8')),
  );
}

export function importsOf(from: string, source: string): OwnImport[] {
  return [...source.matchAll(SPECIFIER)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .flatMap((specifier) => {
      const to = resolveOwn(from, specifier);
      return to === undefined ? [] : [{ from, to }];
    });
}

/** A relative path, or a package of the workspace by its name. Undefined for what comes from npm. */
function resolveOwn(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier));
  const [, name, part] = /^@modes-of-dataflow\/([\w-]+)(\/[\w-]+)?$/.exec(specifier) ?? [];
  return name === undefined ? undefined : `packages/${name}/src${part ?? ''}/index.ts`;
}
