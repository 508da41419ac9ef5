import type { CrashPoint, DeliverySemantics } from '../../../schemas/events/delivery-message.ts';
import type { ReceivedDelivery } from '../domain.ts';

export type Batch = readonly ReceivedDelivery[];

/** What a consumer does with a batch; the semantics are the order in which it does so. */
export interface Steps {
  /** Deletes the messages from their queue. Returns those that are deleted. */
  acknowledge(batch: Batch): Promise<Batch>;
  /** Appends one effect for each message, whatever has been appended before. */
  append(batch: Batch): Promise<void>;
  /** Appends an effect for each message that has none, together with the record that it has one. */
  appendOnce(batch: Batch): Promise<void>;
  /** Where a fault may happen. */
  reach(point: CrashPoint, batch: Batch): Promise<void>;
}

/**
 * Each resolves with the messages that Lambda may delete; the others come again when their visibility timeout ends. A batch
 * is one unit of work: its effects are one transaction.
 */
export const PROCESS: Record<DeliverySemantics, (batch: Batch, steps: Steps) => Promise<Batch>> = {
  /** What fails after the acknowledgement is lost. */
  async 'at-most-once'(batch, { acknowledge, append, reach }) {
    const acknowledged = await acknowledge(batch);
    await reach('before-effect', acknowledged);
    await append(acknowledged);
    await reach('after-effect', acknowledged);
    return acknowledged;
  },

  /** What fails before the acknowledgement is done again. */
  async 'at-least-once'(batch, { append, reach }) {
    await reach('before-effect', batch);
    await append(batch);
    await reach('after-effect', batch);
    return batch;
  },

  /** What fails is done again, and what was done is recognized. */
  async 'effectively-once'(batch, { appendOnce, reach }) {
    await reach('before-effect', batch);
    await appendOnce(batch);
    await reach('after-effect', batch);
    return batch;
  },
};
