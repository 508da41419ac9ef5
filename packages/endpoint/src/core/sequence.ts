import type { Clock } from './clock.ts';

/** Numbers that increase, also over a restart: microseconds since the epoch, or the next one after the last. */
export class Sequence {
  readonly #clock: Clock;
  #last: number;

  constructor(clock: Clock, last: number) {
    this.#clock = clock;
    this.#last = last;
  }

  next(): number {
    this.#last = Math.max(this.#last + 1, this.#clock.now() * 1000);
    return this.#last;
  }
}

/** As FIFO queues and topics show them: 20 digits, not consecutive. */
export function sequenceNumber(value: number): string {
  return `${value}`.padStart(16, '0').padEnd(20, '0');
}
