import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { DescFile } from '@bufbuild/protobuf';
import { compareContracts } from '../../schemas/compatibility/proto/compare-contracts.ts';
import {
  InvalidProtoError,
  type ProtoContract,
  readContract,
} from '../../schemas/compatibility/proto/contract.ts';
import { findReusable } from '../../schemas/compatibility/proto/find-reusable.ts';
import type { ContractHistory } from '../contract-gate.ts';
import { buildProto } from './build-proto.ts';
import {
  type ContractFolder,
  contractFolders,
  UnreadableContractError,
  versionsIn,
} from './contract-folders.ts';

/**
 * The Protobuf contracts below `<schemas>/proto`: a folder each, with `contract.json` and the packages `v1`, `v2` …
 * Packages without a service, such as records and details of errors, need no `contract.json`.
 *
 * @throws UnreadableContractError
 */
export function readProtoContracts(schemas: string): ContractHistory[] {
  const root = join(schemas, 'proto');
  if (!existsSync(root)) return [];
  const files = buildProto(root);
  const folders = contractFolders(root, () => false).map((folder) => ({
    ...folder,
    packageName: relative(root, folder.folder).replaceAll(sep, '.'),
  }));
  requireManifests(
    files,
    folders.map(({ packageName }) => packageName),
  );
  return folders.map((folder) => readHistory(folder, files));
}

function requireManifests(files: readonly DescFile[], contracts: readonly string[]): void {
  for (const { name, services, proto } of files) {
    if (services.length === 0 || contracts.includes(proto.package.replace(/\.v\d+$/, ''))) continue;
    throw new UnreadableContractError(`${name}.proto: a service needs a contract.json beside its versions`);
  }
}

function readHistory(
  { folder, packageName, ...manifest }: ContractFolder & { packageName: string },
  files: readonly DescFile[],
): ContractHistory {
  const contracts: { contract: ProtoContract; version: number }[] = [];
  const history: Required<ContractHistory> = {
    ...manifest,
    protocol: 'proto',
    steps: [],
    unreadable: [],
    reusable: [],
  };
  const attempt = (version: number, work: () => void) => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof InvalidProtoError)) throw error;
      history.unreadable.push({ version, message: error.message });
    }
  };
  for (const version of versionsIn(folder, (version) => `v${version}`)) {
    attempt(version, () => {
      contracts.push({ contract: readContract(files, `${packageName}.v${version}`), version });
    });
  }
  for (const [index, newer] of contracts.entries()) {
    const older = contracts[index - 1];
    if (older === undefined) continue;
    attempt(newer.version, () => {
      const changes = compareContracts(older.contract, newer.contract);
      history.steps.push({ from: older.version, to: newer.version, changes });
    });
    for (const { message } of findReusable(older.contract, newer.contract)) {
      history.reusable.push({ version: newer.version, message });
    }
  }
  return history;
}
