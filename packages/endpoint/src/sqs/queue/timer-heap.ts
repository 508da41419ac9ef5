interface Entry<T> {
  item: T;
  at: number;
  /** Of items due at the same time, the first added is due first. */
  turn: number;
}

/**
 * What is due when: a binary heap that knows the position of each item, so that an item can be moved or removed
 * before its time (a deleted message must not be held until its visibility would have ended).
 */
export class TimerHeap<T> {
  readonly #heap: Entry<T>[] = [];
  readonly #positions = new Map<T, number>();
  #turn = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** When the first item is due. */
  get next(): number | undefined {
    return this.#heap[0]?.at;
  }

  /** Puts an item down for a time, or moves it there. */
  set(item: T, at: number): void {
    const position = this.#positions.get(item) ?? this.#heap.length;
    this.#put({ item, at, turn: this.#turn++ }, position);
    this.#settle(position);
  }

  delete(item: T): boolean {
    const position = this.#positions.get(item);
    if (position === undefined) return false;
    this.#positions.delete(item);
    const last = this.#heap.pop();
    if (last !== undefined && last.item !== item) {
      this.#put(last, position);
      this.#settle(position);
    }
    return true;
  }

  /** Takes out the first item that is due at `now`, if there is one. */
  takeDue(now: number): T | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.at > now) return undefined;
    this.delete(first.item);
    return first.item;
  }

  #put(entry: Entry<T>, position: number): void {
    this.#heap[position] = entry;
    this.#positions.set(entry.item, position);
  }

  /** Moves the entry at `start` up or down to where it belongs. */
  #settle(start: number): void {
    const entry = this.#heap[start] as Entry<T>;
    let position = start;
    for (;;) {
      const parent = (position - 1) >> 1;
      const above = position > 0 ? this.#heap[parent] : undefined;
      if (above === undefined || isBefore(above, entry)) break;
      this.#put(above, position);
      position = parent;
    }
    for (;;) {
      const left = 2 * position + 1;
      const right = left + 1;
      const [onLeft, onRight] = [this.#heap[left], this.#heap[right]];
      const sooner = onLeft && onRight && isBefore(onRight, onLeft) ? right : left;
      const below = this.#heap[sooner];
      if (below === undefined || isBefore(entry, below)) break;
      this.#put(below, position);
      position = sooner;
    }
    this.#put(entry, position);
  }
}

function isBefore(a: Entry<unknown>, b: Entry<unknown>): boolean {
  return a.at < b.at || (a.at === b.at && a.turn < b.turn);
}
