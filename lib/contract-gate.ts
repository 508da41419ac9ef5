import {
  type ContractChange,
  type Direction,
  type VerdictByUpgrade,
  verdictOf,
} from '../schemas/compatibility/contract-change.ts';
import type { AcceptedContractBreak, ContractManifest } from '../schemas/contract-manifest.ts';

export type ContractProtocol = 'openapi' | 'proto' | 'wsdl';

/** A contract with what its protocol's checker predicts for each step from one version to the next. */
export interface ContractHistory extends ContractManifest {
  protocol: ContractProtocol;
  steps: { from: number; to: number; changes: ContractChange[] }[];
  /** Versions that cannot be compared because they are no contract of this protocol. */
  unreadable: { version: number; message: string }[];
  /** What a version took away without keeping later versions from giving it another meaning. */
  reusable?: { version: number; message: string }[];
}

/** A predicted break, and why its owner accepts it; without a reason it is a fault. */
export type JudgedChange = ContractChange & { accepted?: string };

export interface ContractStep extends Record<Direction, VerdictByUpgrade> {
  from: number;
  to: number;
  changes: JudgedChange[];
}

export type ContractFault =
  | { kind: 'break'; from: number; to: number; change: ContractChange }
  /** An accepted break that does not exist would hide a real one later. */
  | ({ kind: 'accepted in vain'; path: string } & Omit<AcceptedContractBreak, 'paths' | 'reason'>)
  /** No version breaks because of it yet, so there is no direction and nothing to accept. */
  | { kind: 'not reserved'; version: number; message: string }
  | { kind: 'not a contract'; version: number; message: string };

export interface ContractReport {
  protocol: ContractProtocol;
  contract: string;
  steps: ContractStep[];
  faults: ContractFault[];
}

export function checkContract(history: ContractHistory): ContractReport {
  const { protocol, contract, accepted, unreadable, reusable = [] } = history;
  const steps = history.steps.map(({ from, to, changes }) => ({
    from,
    to,
    request: verdictOf(changes, 'request'),
    response: verdictOf(changes, 'response'),
    changes: changes.map((change) => judge(change, to, accepted)),
  }));
  const faults = [
    ...unreadable.map((one) => ({ kind: 'not a contract', ...one }) as const),
    ...steps.flatMap(({ from, to, changes }) =>
      changes
        .filter((change) => change.accepted === undefined)
        .map((change) => ({ kind: 'break', from, to, change }) as const),
    ),
    ...reusable.map((one) => ({ kind: 'not reserved', ...one }) as const),
    // A version that cannot be read has no breaks yet: what is accepted of it is judged once it can be.
    ...(unreadable.length > 0 ? [] : vain(history)),
  ];
  return { protocol, contract, steps, faults };
}

/** One fault, as a person reads it. */
export function describeContractFault({ contract }: ContractReport, fault: ContractFault): string {
  switch (fault.kind) {
    case 'break': {
      const { direction, upgrade, rule, path, message, before, after } = fault.change;
      const where = `${contract} v${fault.to} breaks the ${direction} when v${fault.from} is upgraded ${upgrade}`;
      return `${where}. ${rule} at ${path}: v${fault.from} ${before}, v${fault.to} ${after}. ${message}`;
    }
    case 'accepted in vain':
      return `${contract} v${fault.version}: contract.json accepts a break that does not exist (${fault.direction}, ${fault.upgrade}, ${fault.rule} at ${fault.path}); remove it.`;
    case 'not reserved':
    case 'not a contract':
      return `${contract} v${fault.version}: ${fault.message}`;
  }
}

function judge(change: ContractChange, to: number, accepted: readonly AcceptedContractBreak[]): JudgedChange {
  const found = accepted.find((one) => one.version === to && covers(one, change));
  return found === undefined ? change : { ...change, accepted: found.reason };
}

function covers(accepted: AcceptedContractBreak, change: ContractChange): boolean {
  return (
    accepted.direction === change.direction &&
    accepted.upgrade === change.upgrade &&
    accepted.rule === change.rule &&
    accepted.paths.includes(change.path)
  );
}

function vain({ accepted, steps }: ContractHistory): ContractFault[] {
  return accepted.flatMap(({ paths, reason, ...one }) => {
    const changes = steps.flatMap((step) => (step.to === one.version ? step.changes : []));
    return paths
      .filter((path) => !changes.some((change) => covers({ ...one, reason, paths: [path] }, change)))
      .map((path) => ({ kind: 'accepted in vain', path, ...one }) as const);
  });
}
