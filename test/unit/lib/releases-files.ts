import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders of `lambdas` that are no service. */
const NO_SERVICES: readonly string[] = ['shared'];

/** The folder of every service. */
export function serviceFolders(root: string): string[] {
  return readdirSync(join(root, 'lambdas'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !NO_SERVICES.includes(entry.name))
    .map(({ name }) => name)
    .sort();
}

/** Services without releases.json, and releases whose folder has no handler. */
export function faultsOfReleases(root: string): string[] {
  return serviceFolders(root).flatMap((service) => {
    const path = `lambdas/${service}/releases.json`;
    if (!existsSync(join(root, path))) return [`${path} is missing`];
    return codeIn(JSON.parse(readFileSync(join(root, path), 'utf8')))
      .map((code) => `lambdas/${service}/${code}/handler.ts`)
      .filter((handler) => !existsSync(join(root, handler)))
      .map((handler) => `${path} names ${handler}, which does not exist`);
  });
}

/** The folders that a file of either form names. */
function codeIn(file: object): unknown[] {
  return Object.values(file).flatMap((value) => (typeof value === 'object' ? codeIn(value) : [value]));
}
