import type { Clock, Timer } from '../../core/clock.ts';
import { DeduplicationWindow } from '../../core/deduplication-window.ts';
import { Sequence } from '../../core/sequence.ts';
import type { Collection } from '../../core/state.ts';
import { sqsError } from '../errors.ts';
import { FifoBacklog } from './fifo-backlog.ts';
import { type AcceptedSend, DEDUPLICATION_WINDOW_MS, type Message, type NewMessage } from './message.ts';
import { MessageStore } from './message-store.ts';
import { readReceiptHandle, writeReceiptHandle } from './receipt-handle.ts';
import { ReceiveAttempts } from './receive-attempts.ts';
import { type QueueSettings, readSettings } from './settings.ts';
import { StandardBacklog } from './standard-backlog.ts';
import { Waiters } from './waiters.ts';

/** Standard queues, and FIFO queues since November 2024: quotas-queues.html and quotas-fifo.html. */
const IN_FLIGHT_LIMIT = 120_000;
/** From the receive on, extensions included: sqs-visibility-timeout.html. */
const MAX_VISIBILITY_MS = 12 * 60 * 60 * 1000;

export interface QueueRecord {
  readonly name: string;
  attributes: Record<string, string>;
  tags: Record<string, string>;
  readonly createdAt: number;
  modifiedAt: number;
  purgedAt?: number;
}

export interface QueueSurroundings {
  readonly arn: string;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly messages: Collection<Message>;
  readonly accepted: Collection<AcceptedSend>;
  /** The queue with this ARN, where there is one. */
  readonly queueByArn: (arn: string) => Queue | undefined;
  readonly inFlightLimit?: number;
}

export interface ReceiveOptions {
  readonly max: number;
  /** Undefined: the queue's own. */
  readonly visibilityMs?: number | undefined;
  readonly waitMs: number;
  readonly attemptId?: string | undefined;
}

export interface Sent {
  readonly messageId: string;
  readonly order: number;
}

/** A message as it was when it was given out. */
export type Received = Readonly<Message> & { readonly receipt: string };

/** One queue: who may have which message when. */
export class Queue {
  readonly record: QueueRecord;
  readonly arn: string;
  #settings: QueueSettings;
  readonly #around: QueueSurroundings;
  readonly #messages: MessageStore;
  readonly #waiters: Waiters<ReceiveOptions, Received[]>;
  readonly #accepted: DeduplicationWindow<AcceptedSend>;
  readonly #attempts = new ReceiveAttempts<Received[]>();
  readonly #orders: Sequence;
  #alarm: { at: number; timer: Timer } | undefined;

  constructor(
    record: QueueRecord,
    around: QueueSurroundings,
    restored: { messages: Message[]; accepted: AcceptedSend[] } = { messages: [], accepted: [] },
  ) {
    this.record = record;
    this.arn = around.arn;
    this.#around = around;
    this.#settings = readSettings(record.attributes);
    this.#messages = new MessageStore(
      this.#settings.isFifo ? new FifoBacklog() : new StandardBacklog(),
      around.messages,
    );
    this.#waiters = new Waiters(around.clock);
    this.#accepted = new DeduplicationWindow(around.accepted, restored.accepted);
    const messages = restored.messages.sort((a, b) => a.order - b.order);
    for (const message of messages) this.#messages.restore(message);
    const last = restored.accepted.reduce(
      (most, { order }) => Math.max(most, order),
      messages.at(-1)?.order ?? 0,
    );
    this.#orders = new Sequence(around.clock, last);
    this.#settle();
  }

  get settings(): QueueSettings {
    return this.#settings;
  }

  /** How many messages are in which state, now. */
  get counts(): Readonly<Record<Message['state'], number>> {
    this.#settle();
    return this.#messages.counts;
  }

  /** Takes over changed attributes of the record. */
  reconfigure(): void {
    const before = this.#settings;
    this.#settings = readSettings(this.record.attributes);
    // A changed queue delay reaches messages already there in FIFO queues only: sqs-delay-queues.html.
    if (this.#settings.isFifo && this.#settings.delayMs !== before.delayMs) {
      for (const message of this.#messages.all()) {
        if (message.state !== 'delayed') continue;
        this.#messages.sleepUntil(message, message.sentAt + this.#settings.delayMs);
        this.#messages.keep(message);
      }
    }
    this.#settle();
  }

  /** Accepts messages together, so that one waiting receive can be given all of them. */
  send(messages: readonly NewMessage[]): Sent[] {
    const sent = messages.map((message) => this.#accept(message));
    this.#settle();
    return sent;
  }

  /** Takes messages that another queue gave up or a move task brings: no repetitions, so nothing is deduplicated. */
  adopt(messages: readonly NewMessage[]): void {
    for (const message of messages) this.#add(message);
    this.#settle();
  }

  /**
   * Gives out messages, at once or when there are some within `waitMs`.
   * @throws AwsError OverLimit, from a short poll of a standard queue.
   */
  async receive(options: ReceiveOptions, signal?: AbortSignal): Promise<Received[]> {
    this.#settle();
    const received = this.#take(options);
    this.#setAlarm();
    if (received.length > 0) return received;
    if (options.waitMs > 0) return this.#waiters.wait(options, options.waitMs, [], signal);
    if (!this.#settings.isFifo && this.#messages.counts.inFlight >= this.#inFlightLimit) {
      throw sqsError.overLimit(
        `The queue has reached the limit of ${this.#inFlightLimit} messages in flight.`,
      );
    }
    return received;
  }

  /** Takes back what could not be delivered, as if it had never been received. */
  handBack(received: readonly Received[]): void {
    for (const { order, receipt } of received) {
      const message = this.#messages.get(order);
      if (message?.receipt !== receipt || message.state !== 'inFlight') continue;
      delete message.receipt;
      message.receiveCount -= 1;
      message.receivedHere -= 1;
      if (message.receivedHere === 0) delete message.firstReceivedAt;
      this.#messages.wake(message);
      this.#messages.keep(message);
    }
    this.#settle();
  }

  /**
   * @throws AwsError ReceiptHandleIsInvalid; in FIFO queues also InvalidParameterValue, once the handle's visibility
   * timeout is over.
   */
  delete(handle: string): void {
    this.#settle();
    const message = this.#find(handle);
    if (message === undefined) return;
    this.#checkNotExpired(message, handle);
    // A standard queue accepts an earlier handle and keeps the message (API_DeleteMessage.html).
    if (message.receipt === handle) this.#messages.remove(message);
    this.#settle();
  }

  /**
   * A standard queue takes any handle that it gave out for the message, also an earlier one, and also after the
   * visibility timeout is over, as AWS does: then the message is hidden again.
   * @throws AwsError ReceiptHandleIsInvalid, InvalidParameterValue.
   */
  changeVisibility(handle: string, milliseconds: number): void {
    this.#settle();
    const message = this.#find(handle);
    if (message === undefined) {
      throw sqsError.invalidReceiptHandle(
        'Message does not exist or is not available for visibility timeout change.',
      );
    }
    this.#checkNotExpired(message, handle);
    const now = this.#around.clock.now();
    if (now + milliseconds > (message.lastReceivedAt ?? now) + MAX_VISIBILITY_MS) {
      throw sqsError.invalidParameterValue(
        `Value ${milliseconds / 1000} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds].`,
      );
    }
    if (message.state === 'inFlight') this.#messages.sleepUntil(message, now + milliseconds);
    else if (milliseconds > 0) this.#messages.hold(message, now + milliseconds);
    this.#messages.keep(message);
    this.#settle();
  }

  /** Up to `max` messages that could be received now, in that order, left where they are. */
  available(max: number): Message[] {
    this.#settle();
    const found: Message[] = [];
    for (const message of this.#messages.receivable()) {
      found.push(message);
      if (found.length >= max) break;
    }
    return found;
  }

  /** Lets go of messages that move to another queue. */
  release(messages: readonly Message[]): void {
    for (const message of messages) this.#messages.remove(message);
    this.#settle();
  }

  /** Removes all messages, and what deduplication remembers of them. */
  purge(): void {
    for (const message of this.#messages.all()) this.#messages.remove(message);
    this.#accepted.clear();
  }

  /** Forgets everything: the queue is deleted. */
  destroy(): void {
    this.purge();
    this.#waiters.fail(sqsError.queueDoesNotExist());
    this.#alarm?.timer.cancel();
  }

  /** Ends waits and timers; what is in the queue stays kept. */
  close(): void {
    this.#waiters.release([]);
    this.#alarm?.timer.cancel();
  }

  get #inFlightLimit(): number {
    return this.#around.inFlightLimit ?? IN_FLIGHT_LIMIT;
  }

  #accept(message: NewMessage): Sent {
    const { groupId, deduplicationId } = message;
    if (!this.#settings.isFifo || deduplicationId === undefined) return this.#add(message);
    const perGroup = this.#settings.deduplicationScope === 'messageGroup';
    const key = JSON.stringify(perGroup ? [deduplicationId, groupId] : [deduplicationId]);
    const now = this.#around.clock.now();
    const earlier = this.#accepted.find(key, now);
    if (earlier !== undefined) return earlier;
    const sent = this.#add(message);
    const until = now + DEDUPLICATION_WINDOW_MS;
    this.#accepted.remember({ ...sent, owner: this.record.name, key, until });
    return sent;
  }

  #add(message: NewMessage): Sent {
    const { delaySeconds, ...content } = message;
    const now = this.#around.clock.now();
    const order = this.#orders.next();
    const wakesAt = now + (delaySeconds === undefined ? this.#settings.delayMs : delaySeconds * 1000);
    this.#messages.add({
      receiveCount: 0,
      ...content,
      queue: this.record.name,
      order,
      receivedHere: 0,
      ...(wakesAt > now ? { state: 'delayed', wakesAt } : { state: 'ready' }),
    });
    return { messageId: message.id, order };
  }

  /** In a FIFO queue, a handle ends with its visibility timeout. */
  #checkNotExpired(message: Message, handle: string): void {
    const isCurrent = message.receipt === handle && message.state === 'inFlight';
    if (this.#settings.isFifo && !isCurrent) throw sqsError.receiptHandleHasExpired();
  }

  #find(handle: string): Message | undefined {
    const order = readReceiptHandle(handle, this.record.name);
    if (order === undefined) throw sqsError.receiptHandleIsInvalid();
    return this.#messages.get(order);
  }

  #take(options: ReceiveOptions): Received[] {
    const { attemptId, max } = options;
    const now = this.#around.clock.now();
    const until = now + (options.visibilityMs ?? this.#settings.visibilityMs);
    if (attemptId !== undefined) {
      const repeated = this.#repeat(attemptId, now, until);
      if (repeated !== undefined) return repeated;
    }
    const room = Math.min(max, this.#inFlightLimit - this.#messages.counts.inFlight);
    if (room <= 0) return [];
    const { redrive } = this.#settings;
    const deadLetterQueue = redrive && this.#around.queueByArn(redrive.deadLetterTargetArn);
    const dead: Message[] = [];
    const taken: Message[] = [];
    for (const message of this.#messages.receivable()) {
      if (redrive && deadLetterQueue && message.receivedHere >= redrive.maxReceiveCount) dead.push(message);
      else taken.push(message);
      if (taken.length >= room) break;
    }
    const received = taken.map((message) => this.#handOut(message, now, until));
    if (attemptId !== undefined && received.length > 0) this.#attempts.remember(attemptId, received, now);
    for (const message of dead) this.#messages.remove(message);
    // Last, because it may serve the other queue's waiters, and that may come back to this queue.
    if (dead.length > 0) deadLetterQueue?.adopt(dead.map((message) => this.#deadLetter(message, now)));
    return received;
  }

  #handOut(message: Message, now: number, until: number): Received {
    const receipt = writeReceiptHandle(this.record.name, message.order, this.#around.newId());
    message.receipt = receipt;
    message.receiveCount += 1;
    message.receivedHere += 1;
    message.firstReceivedAt ??= now;
    message.lastReceivedAt = now;
    this.#messages.hold(message, until);
    this.#messages.keep(message);
    return { ...message, receipt };
  }

  /** It keeps its id, its content and its count of receives. */
  #deadLetter(message: Message, now: number): NewMessage {
    return {
      ...contentOf(message),
      id: message.id,
      receiveCount: message.receiveCount,
      deadLetterSourceArn: this.arn,
      delaySeconds: 0,
      // The age of a dead letter goes on in standard queues and starts again in FIFO queues:
      // setting-up-dead-letter-queue-retention.html.
      sentAt: this.#settings.isFifo ? now : message.sentAt,
    };
  }

  /**
   * The same messages under the same handles for a receive that is asked for again, and a fresh visibility timeout;
   * unless one of them was deleted or changed since (API_ReceiveMessage.html, ReceiveRequestAttemptId).
   */
  #repeat(attemptId: string, now: number, until: number): Received[] | undefined {
    const messages = this.#attempts.find(attemptId, now)?.map(({ order, receipt, wakesAt }) => {
      const message = this.#messages.get(order);
      const isUntouched = message?.receipt === receipt && message.wakesAt === wakesAt;
      return isUntouched && message.state === 'inFlight' ? message : undefined;
    });
    if (messages === undefined || !messages.every((message) => message !== undefined)) return undefined;
    const repeated = messages.map((message): Received => {
      this.#messages.sleepUntil(message, until);
      this.#messages.keep(message);
      return { ...message, receipt: message.receipt ?? '' };
    });
    this.#attempts.remember(attemptId, repeated, now);
    return repeated;
  }

  /** Lets time catch up with the queue, serves those who wait, and sets the alarm for what comes next. */
  #settle(): void {
    const now = this.#around.clock.now();
    this.#messages.catchUp(now, now - this.#settings.retentionMs);
    this.#waiters.serve((options) => {
      const received = this.#take(options);
      return received.length > 0 ? received : undefined;
    });
    this.#setAlarm();
  }

  #setAlarm(): void {
    const at = this.#messages.nextChange(this.#settings.retentionMs);
    // One that rings too early does no harm, and most are overtaken: messages are deleted before they wake.
    if (at === Infinity || (this.#alarm !== undefined && this.#alarm.at <= at)) return;
    this.#alarm?.timer.cancel();
    const timer = this.#around.clock.after(at - this.#around.clock.now(), () => {
      this.#alarm = undefined;
      this.#settle();
    });
    this.#alarm = { at, timer };
  }
}

/** What of a message goes along when it changes queues. */
export function contentOf(message: Message) {
  const { body, bodyMd5, attributes, senderId, traceHeader, groupId, deduplicationId } = message;
  return {
    body,
    bodyMd5,
    attributes,
    senderId,
    ...(traceHeader !== undefined && { traceHeader }),
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
  };
}
