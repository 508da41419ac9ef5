import type { Bucket } from '../bucket.ts';
import type { ObjectEvent } from './event-record.ts';

/** Tells queues, topics and functions what happened to objects. */
export interface Notifier {
  /** Returns at once; what cannot be delivered is logged. */
  notify(bucket: Bucket, event: ObjectEvent): void;
  /** Waits for what is on its way. */
  close(): Promise<void>;
}
