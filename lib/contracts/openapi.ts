import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  compareDocuments,
  type VersionedDocument,
} from '../../schemas/compatibility/openapi/compare-documents.ts';
import { InvalidContractError } from '../../schemas/compatibility/openapi/contract.ts';
import { readOperations } from '../../schemas/compatibility/openapi/operation.ts';
import type { ContractHistory } from '../contract-gate.ts';
import { type ContractFolder, contractFolders, versionsIn } from './contract-folders.ts';

/**
 * The OpenAPI contracts below `<schemas>/openapi`: a folder each, with `contract.json`, `v1.yaml`, `v2.yaml` …
 *
 * @throws UnreadableContractError
 */
export function readOpenApiContracts(schemas: string): ContractHistory[] {
  const isVersion = (name: string) => /^v\d+\.yaml$/.test(name);
  return contractFolders(join(schemas, 'openapi'), isVersion).map(readHistory);
}

function readHistory({ folder, ...manifest }: ContractFolder): ContractHistory {
  const documents: Required<VersionedDocument>[] = [];
  const unreadable: ContractHistory['unreadable'] = [];
  for (const version of versionsIn(folder, (version) => `v${version}.yaml`)) {
    const message = attempt(() => {
      const document = readDocument(join(folder, `v${version}.yaml`));
      readOperations(document, version);
      documents.push({ document, version });
    });
    if (message !== undefined) unreadable.push({ version, message });
  }
  const steps: ContractHistory['steps'] = [];
  for (const [index, newer] of documents.entries()) {
    const older = documents[index - 1];
    if (older === undefined) continue;
    const message = attempt(() => {
      steps.push({ from: older.version, to: newer.version, changes: compareDocuments(older, newer) });
    });
    if (message !== undefined) unreadable.push({ version: newer.version, message });
  }
  return { ...manifest, protocol: 'openapi', steps, unreadable };
}

/** Why a contract cannot be compared; undefined when it can. */
function attempt(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof InvalidContractError) return error.message;
    throw error;
  }
}

function readDocument(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidContractError('', `it is not YAML: ${why}`, { cause });
  }
}
