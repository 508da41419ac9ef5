import { ShopError } from '../errors.ts';
import { logger } from '../logging.ts';
import { parse } from '../parse.ts';
import { Table } from '../table.ts';
import { activeFaultsItem, FAULTS_KEY, type FaultRule } from './fault-rule.ts';

/** Rules that were read longer ago are read again. The driver waits for as long after a write (driver/faults). */
export const FAULT_RULE_MAX_AGE_MS = 100;

/** Reads the rules of the moment. */
export class ActiveFaults {
  readonly #read: () => Promise<readonly FaultRule[]>;
  readonly #now: () => number;
  #reading: { startedAt: number; rules: Promise<readonly FaultRule[]> } | undefined;

  /** @param now wall-clock milliseconds: a frozen environment must notice how long it was frozen */
  constructor(read: () => Promise<readonly FaultRule[]>, now: () => number = Date.now) {
    this.#read = read;
    this.#now = now;
  }

  /** The age of rules counts from the start of their read: what was written since then may not be in them. */
  async rules(): Promise<readonly FaultRule[]> {
    const now = this.#now();
    const age = now - (this.#reading?.startedAt ?? Number.NEGATIVE_INFINITY);
    if (this.#reading === undefined || age < 0 || age > FAULT_RULE_MAX_AGE_MS) {
      const rules = this.#read();
      const reading = { startedAt: now, rules };
      this.#reading = reading;
      // A failed read is not kept.
      rules.catch(() => {
        if (this.#reading === reading) this.#reading = undefined;
      });
    }
    return this.#reading.rules;
  }
}

let active: ActiveFaults | undefined;

/**
 * None in a deployment without the switch (`-c faults=true`): it has no such table, no name of one in the environment, and
 * no permission to read it, so that nothing can bring a fault about.
 */
export async function activeFaults(): Promise<readonly FaultRule[]> {
  const name = process.env['FAULTS_TABLE'];
  if (name === undefined || name === '') return [];
  active ??= new ActiveFaults(() => readFaults(new Table(name)));
  return active.rules();
}

/**
 * No rules where they cannot be read: a published version keeps its environment, and must go on when a later deployment
 * has removed the table.
 */
async function readFaults(table: Pick<Table, 'getItem'>): Promise<readonly FaultRule[]> {
  try {
    const item = await table.getItem(FAULTS_KEY);
    return item === undefined ? [] : parse(activeFaultsItem, item, 'internal').rules;
  } catch (error) {
    logger.warn('the fault rules cannot be read', {
      event: 'faults.unreadable',
      error: ShopError.from(error),
    });
    return [];
  }
}
