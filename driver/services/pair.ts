import type { ContractChange, Direction } from '../../schemas/compatibility/contract-change.ts';

export const CONTRACTS = ['v1', 'v2'] as const;
export type Contract = (typeof CONTRACTS)[number];

/** A client and a server, each with its version of the contract, and what crosses the wire between them. */
export interface Pair {
  client: Contract;
  server: Contract;
  direction: Direction;
}

export const PAIRS: readonly Pair[] = CONTRACTS.flatMap((client) =>
  CONTRACTS.flatMap((server) =>
    (['request', 'response'] as const).map((direction): Pair => ({ client, server, direction })),
  ),
);

export function senderOf({ client, server, direction }: Pair): Contract {
  return direction === 'request' ? client : server;
}

export function receiverOf({ client, server, direction }: Pair): Contract {
  return direction === 'request' ? server : client;
}

/** The predicted changes that this pair meets: an old client meets a new server when servers are upgraded first. */
export function changesBetween<Change extends ContractChange>(
  { client, server, direction }: Pair,
  changes: readonly Change[],
): readonly Change[] {
  if (client === server) return [];
  const upgrade = client === 'v1' ? 'servers-first' : 'clients-first';
  return changes.filter((change) => change.direction === direction && change.upgrade === upgrade);
}
