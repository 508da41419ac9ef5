import { setTimeout as sleep } from 'node:timers/promises';
import type { CrashPoint } from '../../../schemas/events/delivery-message.ts';
import { injectedFaultKey } from '../../../schemas/items/deliveries-lab-items.ts';
import type { ItemKey } from '../../../schemas/items/item-key.ts';
import type { Attributes, Table } from '../../shared/table.ts';
import { crashersAt, outlastingWorkMs } from '../domain.ts';
import type { Batch } from './semantics.ts';

export interface DeliveryFaultsOptions {
  table: Pick<Table, 'createItem' | 'putItem'>;
  /** Ends the visibility timeout of messages now. */
  release(batch: Batch): Promise<void>;
  stamp: () => { invocation: string; expiresAt: number };
  /** Ends this process at once. */
  kill(): void;
}

/** Injects the faults that the messages of one batch name, once each. Each is recorded before it happens. */
export class DeliveryFaults {
  readonly #options: DeliveryFaultsOptions;
  /** Records of faults whose batch is still at work. */
  readonly #open: { key: ItemKey; attributes: Attributes }[] = [];

  constructor(options: DeliveryFaultsOptions) {
    this.#options = options;
  }

  async reach(point: CrashPoint, batch: Batch): Promise<void> {
    if (point === 'before-effect') await this.#outlastVisibility(batch);
    if (!(await this.#record(crashersAt(batch, point), batch, { kind: 'crash', at: point }))) return;
    await this.end();
    this.#options.kill();
    // Nothing more happens, whatever the process still does before the signal arrives.
    await new Promise(() => {});
  }

  /** Notes that the batch is done. */
  async end(): Promise<void> {
    for (const { key, attributes } of this.#open.splice(0)) {
      await this.#options.table.putItem(key, { ...attributes, ended: true });
    }
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
    for (const { log, id } of causes) {
      const { invocation, expiresAt } = this.#options.stamp();
      const key = injectedFaultKey(log, id);
      const attributes = { type: 'injected', ...what, messages, invocation, ended: false, expiresAt };
      if (!(await this.#options.table.createItem(key, attributes))) continue;
      this.#open.push({ key, attributes });
      happens = true;
      messages = [];
    }
    return happens;
  }
}
