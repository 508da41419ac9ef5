import type { Remembered } from '../../core/deduplication-window.ts';

/** A message as it is kept. Times are milliseconds since the epoch. */
export interface Message {
  /** Name of the queue that holds it. */
  readonly queue: string;
  /** Place in its queue; increasing, also over a restart. */
  readonly order: number;
  readonly id: string;
  readonly body: string;
  readonly bodyMd5: string;
  readonly attributes: Record<string, MessageAttribute>;
  readonly traceHeader?: string;
  readonly senderId: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** The queue that gave it up, once it is a dead letter. */
  readonly deadLetterSourceArn?: string;
  readonly sentAt: number;
  state: 'delayed' | 'ready' | 'inFlight';
  /** End of the delay or of the visibility timeout. */
  wakesAt?: number;
  /** Over all queues it has been in: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
  receiveCount: number;
  /** In this queue; what a redrive policy counts. */
  receivedHere: number;
  firstReceivedAt?: number;
  lastReceivedAt?: number;
  /** Handle of the latest receive. */
  receipt?: string;
}

export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  BinaryValue?: Uint8Array;
}

/** What a sender decides about a message; the queue adds the rest. */
export interface NewMessage {
  readonly id: string;
  readonly body: string;
  readonly bodyMd5: string;
  readonly attributes: Record<string, MessageAttribute>;
  readonly traceHeader?: string;
  readonly senderId: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly deadLetterSourceArn?: string;
  readonly sentAt: number;
  readonly receiveCount?: number;
  /** Only standard queues take a delay of the message's own; undefined: the queue's. */
  readonly delaySeconds?: number;
}

/** A send to a FIFO queue: what a repetition of it is answered with, even after the message was deleted. */
export interface AcceptedSend extends Remembered {
  readonly messageId: string;
  readonly order: number;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html */
export const DEDUPLICATION_WINDOW_MS = 5 * 60 * 1000;
