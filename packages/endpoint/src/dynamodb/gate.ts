interface Waiting {
  readonly alone: boolean;
  start(): void;
}

/** Lets work run at once with other work, or alone. Who waits is let in in order. */
export class Gate {
  readonly #waiting: Waiting[] = [];
  #running = 0;
  #alone = false;

  /** Runs beside others. */
  async shared<T>(work: () => Promise<T>): Promise<T> {
    if (this.#alone || this.#waiting.length > 0) await this.#wait(false);
    else this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#letIn();
    }
  }

  /** Runs when nothing else does. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running > 0 || this.#waiting.length > 0) {
      await this.#wait(true);
    } else {
      this.#alone = true;
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      this.#alone = false;
      this.#running -= 1;
      this.#letIn();
    }
  }

  #wait(alone: boolean): Promise<void> {
    return new Promise((start) => {
      this.#waiting.push({ alone, start });
    });
  }

  #letIn(): void {
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined || this.#alone || (next.alone && this.#running > 0)) return;
      this.#waiting.shift();
      this.#alone = next.alone;
      this.#running += 1;
      next.start();
    }
  }
}
