import { join } from 'node:path';
import { type ContractHistory, type ContractReport, checkContract } from '../contract-gate.ts';
import { readOpenApiContracts } from './openapi.ts';
import { readProtoContracts } from './proto.ts';
import { readWsdlContracts } from './wsdl.ts';

/** Where the contracts of this repository are. */
const SCHEMAS = join(import.meta.dirname, '../../schemas');

/** One reader for each protocol that has contracts. */
const READERS: readonly ((schemas: string) => ContractHistory[])[] = [
  readOpenApiContracts,
  readProtoContracts,
  readWsdlContracts,
];

/**
 * Checks each step from one version of a contract to the next, in both directions and both upgrade orders.
 *
 * @param schemas the folder that holds `openapi`, `proto` and `wsdl`; by default the repository's own
 * @throws UnreadableContractError
 */
export function checkContracts(schemas: string = SCHEMAS): ContractReport[] {
  return READERS.flatMap((read) => read(schemas)).map(checkContract);
}
