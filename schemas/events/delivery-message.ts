/** When a consumer of the deliveries lab acknowledges a message, relative to its effect. */
export const DELIVERY_SEMANTICS = ['at-most-once', 'at-least-once', 'effectively-once'] as const;
export type DeliverySemantics = (typeof DELIVERY_SEMANTICS)[number];

/** The types of topic and queue that SNS and SQS have. */
export const CHANNELS = ['standard', 'fifo'] as const;
export type Channel = (typeof CHANNELS)[number];

/** `before-effect`: the message has no effect yet. `after-effect`: it has, and Lambda does not know of it yet. */
export const CRASH_POINTS = ['before-effect', 'after-effect'] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/**
 * A fault that a message brings with it. It happens once, to the first batch with the message that comes to this point, and
 * only in a deployment with fault injection.
 */
export type DeliveryFault =
  /** The process of the consumer ends by SIGKILL. */
  | { kind: 'crash'; at: CrashPoint }
  /** The visibility timeout of the batch ends before its work begins, which takes `workMs` (up to 1,500) longer. */
  | { kind: 'visibility-timeout'; workMs: number };

/** The body of a message of the deliveries lab, as JSON. */
export interface DeliveryMessage {
  /** Which message this is, however often it is sent or delivered. */
  id: string;
  /** Effects go to a log of this run. */
  run: string;
  /** Messages of a group have an order: `sequence`, from 0. */
  group: string;
  sequence: number;
  /** Whose queues get the message: the filter policies of the subscriptions read it. */
  consumers: readonly DeliverySemantics[];
  fault?: DeliveryFault;
}

/** The message attribute with the same list, for filter policies on message attributes. */
export const CONSUMERS_ATTRIBUTE = 'consumers';

/** The effects of one run by one consumer from one type of queue. */
export function effectsLogName(run: string, semantics: DeliverySemantics, channel: Channel): string {
  return `${run}.${semantics}.${channel}`;
}
