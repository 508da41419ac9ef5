import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import { sqsError } from './errors.ts';
import type { Message, NewMessage } from './queue/message.ts';
import { contentOf, type Queue } from './queue/queue.ts';
import type { Queues } from './queues.ts';
import { writeTaskHandle } from './task-handle.ts';

export interface MoveTask {
  readonly handle: string;
  readonly sourceArn: string;
  /** Undefined: each message goes back to the queue that gave it up. */
  readonly destinationArn: string | undefined;
  /** Messages per second; undefined: as fast as it goes. */
  readonly rate: number | undefined;
  readonly startedAt: number;
  readonly toMove: number;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  moved: number;
  failureReason?: string;
}

/** How many messages a task without a rate moves before it lets others run. */
const CHUNK = 1000;
/** How many ended tasks a source remembers: as many as ListMessageMoveTasks shows at most. */
const REMEMBERED = 10;
const NO_SUCH_QUEUE = 'AWS.SimpleQueueService.NonExistentQueue';

/**
 * Redrive: moves dead letters in the background, one active task a source. A message that was moved is a new one,
 * with a new id and a new age: sqs-configure-dead-letter-queue-redrive.html.
 */
export class MoveTasks {
  readonly #context: EndpointContext;
  readonly #queues: Queues;
  readonly #tasks: Collection<MoveTask>;
  #isClosed = false;

  constructor(context: EndpointContext, queues: Queues) {
    this.#context = context;
    this.#queues = queues;
    this.#tasks = context.state.collection('sqs/move-tasks');
  }

  /** Goes on with what was running when the endpoint last stopped. */
  resume(): void {
    for (const task of this.#tasks.values()) if (task.status === 'RUNNING') this.#next(task);
  }

  close(): void {
    this.#isClosed = true;
  }

  get(handle: string): MoveTask | undefined {
    return this.#tasks.get(handle);
  }

  /** The tasks of a source, the latest first. */
  of(source: Queue): MoveTask[] {
    return [...this.#tasks.values()]
      .filter((task) => task.sourceArn === source.arn)
      .sort((a, b) => b.startedAt - a.startedAt);
  }

  /** @throws AwsError InvalidParameterValue while another task of the source is running. */
  start(source: Queue, destinationArn: string | undefined, rate: number | undefined): MoveTask {
    const earlier = this.of(source);
    if (earlier.some((task) => task.status === 'RUNNING')) {
      throw sqsError.invalidParameterValue(
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      );
    }
    for (const forgotten of earlier.slice(REMEMBERED - 1)) this.#tasks.delete(forgotten.handle);
    const task: MoveTask = {
      handle: writeTaskHandle(this.#context.newId(), source.arn),
      sourceArn: source.arn,
      destinationArn,
      rate,
      // Two tasks in one millisecond still have an order.
      startedAt: Math.max(this.#context.clock.now(), (earlier[0]?.startedAt ?? 0) + 1),
      toMove: source.counts.ready,
      status: 'RUNNING',
      moved: 0,
    };
    this.#tasks.set(task.handle, task);
    this.#next(task);
    return task;
  }

  cancel(task: MoveTask): void {
    this.#end(task, 'CANCELLED');
  }

  #next(task: MoveTask): void {
    this.#context.clock.after(task.rate === undefined ? 0 : 1000 / task.rate, () => this.#step(task));
  }

  #step(task: MoveTask): void {
    if (this.#isClosed || task.status !== 'RUNNING') return;
    const messages = this.#queues.byArn(task.sourceArn)?.available(task.rate === undefined ? CHUNK : 1);
    if (messages === undefined) this.#fail(task, NO_SUCH_QUEUE);
    else if (messages.length === 0) this.#end(task, 'COMPLETED');
    else this.#move(task, messages);
  }

  #move(task: MoveTask, messages: readonly Message[]): void {
    const moves = messages.map((message) => {
      const arn = task.destinationArn ?? message.deadLetterSourceArn;
      return { message, arn, destination: arn === undefined ? undefined : this.#queues.byArn(arn) };
    });
    const stuck = moves.findIndex(({ destination }) => destination === undefined);
    const possible = stuck < 0 ? moves : moves.slice(0, stuck);
    this.#queues.byArn(task.sourceArn)?.release(possible.map(({ message }) => message));
    for (const { message, destination } of possible) destination?.adopt([this.#renew(message)]);
    task.moved += possible.length;
    if (stuck >= 0) {
      const reason = moves[stuck]?.arn === undefined ? 'CouldNotDetermineMessageSource' : NO_SUCH_QUEUE;
      this.#fail(task, reason);
    } else {
      this.#tasks.set(task.handle, task);
      this.#next(task);
    }
  }

  #renew(message: Message): NewMessage {
    return { ...contentOf(message), id: this.#context.newId(), sentAt: this.#context.clock.now() };
  }

  #fail(task: MoveTask, reason: string): void {
    task.failureReason = reason;
    this.#end(task, 'FAILED');
  }

  #end(task: MoveTask, status: MoveTask['status']): void {
    task.status = status;
    this.#tasks.set(task.handle, task);
  }
}
