import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compareContracts,
  type VersionedContract,
} from '../../schemas/compatibility/wsdl/compare-contracts.ts';
import { readWsdl } from '../../schemas/wsdl/read-wsdl.ts';
import { WsdlError } from '../../schemas/wsdl/wsdl-element.ts';
import { XmlError } from '../../schemas/xml/read-xml.ts';
import type { ContractHistory } from '../contract-gate.ts';
import { type ContractFolder, contractFolders, versionsIn } from './contract-folders.ts';

/**
 * The WSDL contracts below `<schemas>/wsdl`: a folder each, with `contract.json`, `v1.wsdl`, `v2.wsdl` …
 *
 * @throws UnreadableContractError
 */
export function readWsdlContracts(schemas: string): ContractHistory[] {
  const isVersion = (name: string) => /^v\d+\.wsdl$/.test(name);
  return contractFolders(join(schemas, 'wsdl'), isVersion).map(readHistory);
}

function readHistory({ folder, ...manifest }: ContractFolder): ContractHistory {
  const contracts: Required<VersionedContract>[] = [];
  const unreadable: ContractHistory['unreadable'] = [];
  for (const version of versionsIn(folder, (version) => `v${version}.wsdl`)) {
    try {
      contracts.push({ contract: readWsdl(readFileSync(join(folder, `v${version}.wsdl`), 'utf8')), version });
    } catch (error) {
      if (!(error instanceof WsdlError || error instanceof XmlError)) throw error;
      unreadable.push({ version, message: error.message });
    }
  }
  const steps = contracts.flatMap((newer, index) => {
    const older = contracts[index - 1];
    if (older === undefined) return [];
    return [{ from: older.version, to: newer.version, changes: compareContracts(older, newer) }];
  });
  return { ...manifest, protocol: 'wsdl', steps, unreadable };
}
