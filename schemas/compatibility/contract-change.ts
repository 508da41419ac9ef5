/** What crosses the wire: from client to server, or back. */
export type Direction = 'request' | 'response';

/** Which side gets the newer contract first; until the other side follows, old and new meet. */
export type ContractUpgrade = 'servers-first' | 'clients-first';

/** Why two versions of a contract do not work together in one direction and one upgrade order. */
export interface ContractChange<Rule extends string = string> {
  direction: Direction;
  upgrade: ContractUpgrade;
  /** Where in the contract, without the version's own segment, such as `POST /payments: body/amount`. */
  path: string;
  rule: Rule;
  /** What the older version says there, in a few words. */
  before: string;
  /** What the newer version says there, in a few words. */
  after: string;
  /** One sentence for a person. */
  message: string;
}

export type ContractVerdict = 'compatible' | 'breaking';

export interface VerdictByUpgrade {
  serversFirst: ContractVerdict;
  clientsFirst: ContractVerdict;
}

/** The verdict on one direction: an upgrade order is breaking as soon as one change breaks it. */
export function verdictOf(changes: readonly ContractChange[], direction: Direction): VerdictByUpgrade {
  const breaks = (upgrade: ContractUpgrade) =>
    changes.some((change) => change.direction === direction && change.upgrade === upgrade);
  return {
    serversFirst: breaks('servers-first') ? 'breaking' : 'compatible',
    clientsFirst: breaks('clients-first') ? 'breaking' : 'compatible',
  };
}

/** The sides that meet: in words, and which of them has the older contract. */
export interface Meeting {
  direction: Direction;
  upgrade: ContractUpgrade;
  sender: string;
  receiver: string;
  /** Whether what is sent follows the older contract. */
  senderIsOlder: boolean;
}

/** Every pair of old and new that meets in a rolling upgrade, and what is sent between them. */
export const MEETINGS: readonly Meeting[] = [
  meeting('request', 'servers-first', 'an old client', 'a new server'),
  meeting('request', 'clients-first', 'a new client', 'an old server'),
  meeting('response', 'servers-first', 'a new server', 'an old client'),
  meeting('response', 'clients-first', 'an old server', 'a new client'),
];

function meeting(direction: Direction, upgrade: ContractUpgrade, sender: string, receiver: string): Meeting {
  return { direction, upgrade, sender, receiver, senderIsOlder: sender.startsWith('an old') };
}
