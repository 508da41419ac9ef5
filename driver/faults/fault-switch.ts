import { setTimeout as sleep } from 'node:timers/promises';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { DriverError } from '../errors.ts';
import type { FaultRule } from './fault-rule.ts';

/** Services use rules that they have read up to 100 ms ago (lambdas/shared/faults/active-faults.ts). */
const FAULT_RULE_MAX_AGE_MS = 100;
/** What two clocks may disagree about within that time. */
const MARGIN_MS = 10;

/** The faults of a deployed shop, which all of its services see. */
export interface FaultSwitch {
  /** Replaces all rules. When it resolves, every call that arrives from now on is under the new rules. */
  set(rules: readonly FaultRule[]): Promise<void>;
  clear(): Promise<void>;
}

export function faultSwitch(
  documents: Pick<DynamoDBDocumentClient, 'send'>,
  tableName: string,
  wait: (ms: number) => Promise<unknown> = sleep,
): FaultSwitch {
  const set = async (rules: readonly FaultRule[]): Promise<void> => {
    const Item = { pk: 'FAULTS', sk: 'ACTIVE', rules: JSON.stringify(rules) };
    await documents.send(new PutCommand({ TableName: tableName, Item }));
    await wait(FAULT_RULE_MAX_AGE_MS + MARGIN_MS);
  };
  return { set, clear: () => set([]) };
}

/**
 * Does `work` under these rules, and clears them whatever happens.
 *
 * @throws DriverError `faults-missing`; a scenario asks `context.faults` first
 */
export async function withFaults<T>(
  { faults }: { faults: FaultSwitch | undefined },
  rules: readonly FaultRule[],
  work: () => Promise<T>,
): Promise<T> {
  if (faults === undefined) {
    throw new DriverError('faults-missing', 'The shop is deployed without fault injection');
  }
  try {
    await faults.set(rules);
    return await work();
  } finally {
    await faults.clear();
  }
}
