import { setTimeout as sleep } from 'node:timers/promises';
import type { CrashPoint } from '../../schemas/events/delivery-message.ts';
import { injectedFaultKey } from '../../schemas/items/deliveries-lab-items.ts';
import type { Table } from '../shared/table.ts';
import { crashersAt, outlastingWorkMs, type ReceivedDelivery } from './domain.ts';
import type { Batch } from './semantics.ts';

export interface DeliveryFaultsOptions {
  table: Pick<Table, 'createItem'>;
  /** Ends the visibility timeout of messages now. */
  release(batch: Batch): Promise<void>;
  stamp: () => { invocation: string; expiresAt: number };
  /** Ends this process, without a word to anyone. */
  kill(): void;
}

/** Brings about the faults that messages name, once each. What happens is written down before it does. */
export class DeliveryFaults {
  readonly #options: DeliveryFaultsOptions;

  constructor(options: DeliveryFaultsOptions) {
    this.#options = options;
  }

  async reach(point: CrashPoint, batch: Batch): Promise<void> {
    if (point === 'before-effect') await this.#outlastVisibility(batch);
    const crashed = await this.#record(crashersAt(batch, point), batch, { kind: 'crash', at: point });
    if (!crashed) return;
    this.#options.kill();
    // Nothing more happens, whatever the process still does before the signal arrives.
    await new Promise(() => {});
  }

  async #outlastVisibility(batch: Batch): Promise<void> {
    const workMs = outlastingWorkMs(batch);
    if (workMs === undefined) return;
    const kind = 'visibility-timeout';
    const causes = batch.filter(({ fault }) => fault?.kind === kind);
    if (!(await this.#record(causes, batch, { kind }))) return;
    await this.#options.release(batch);
    await sleep(workMs);
  }

  /** @returns whether one of the faults happens now: each does so once */
  async #record(causes: Batch, batch: Batch, what: { kind: string; at?: CrashPoint }): Promise<boolean> {
    let messages: string[] = batch.map(({ id }) => id);
    let happens = false;
    for (const cause of causes) {
      if (!(await this.#recordOne(cause, messages, what))) continue;
      happens = true;
      messages = [];
    }
    return happens;
  }

  #recordOne({ log, id }: ReceivedDelivery, messages: readonly string[], what: object): Promise<boolean> {
    const { invocation, expiresAt } = this.#options.stamp();
    const attributes = { type: 'injected', ...what, messages, invocation, expiresAt };
    return this.#options.table.createItem(injectedFaultKey(log, id), attributes);
  }
}
