import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ContractManifest, contractManifest } from '../../schemas/contract-manifest.ts';

/** A contract that cannot be read as such. The message names the file and says what is wrong with it. */
export class UnreadableContractError extends Error {
  override readonly name = 'UnreadableContractError';
}

export interface ContractFolder extends ContractManifest {
  folder: string;
}

/**
 * Every folder below `directory` with a `contract.json`; none when there is no such directory.
 *
 * @param isVersion recognises the name of a file or folder that is a version: a folder that has one needs a manifest
 * @throws UnreadableContractError
 */
export function contractFolders(directory: string, isVersion: (name: string) => boolean): ContractFolder[] {
  if (!existsSync(directory)) return [];
  const entries = readdirSync(directory, { withFileTypes: true });
  const names = entries.map(({ name }) => name);
  if (names.includes('contract.json')) return [readManifest(directory)];
  if (names.some(isVersion)) {
    throw new UnreadableContractError(
      `${directory}: versions of a contract need a contract.json beside them`,
    );
  }
  return entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => name)
    .sort()
    .flatMap((name) => contractFolders(join(directory, name), isVersion));
}

/**
 * The versions of a contract, which count from 1 without a gap: a version that is called is not taken away.
 *
 * @throws UnreadableContractError
 */
export function versionsIn(folder: string, nameOf: (version: number) => string): number[] {
  const names = readdirSync(folder);
  const versions: number[] = [];
  while (names.includes(nameOf(versions.length + 1))) versions.push(versions.length + 1);
  const count = names.filter((name) => /^v\d+(\.\w+)?$/.test(name)).length;
  if (versions.length === 0 || versions.length !== count) {
    throw new UnreadableContractError(
      `${join(folder, nameOf(versions.length + 1))}: there is no such version`,
    );
  }
  return versions;
}

function readManifest(folder: string): ContractFolder {
  const file = join(folder, 'contract.json');
  const manifest = contractManifest.safeParse(parsed(file));
  if (manifest.success) return { ...manifest.data, folder };
  const [first] = manifest.error.issues;
  throw new UnreadableContractError(`${file}: ${first?.path.join('.')}: ${first?.message}`);
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new UnreadableContractError(`${file}: it is not JSON`, { cause });
  }
}
