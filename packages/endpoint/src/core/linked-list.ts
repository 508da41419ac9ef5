/**
 * A list whose elements leave from anywhere in constant time. A `Map` keeps order too, but looks for its first
 * element past every one deleted before it, which makes a long queue quadratic.
 */
export class LinkedList<T> {
  readonly #links = new Map<T, Link<T>>();
  #first: Link<T> | undefined;
  #last: Link<T> | undefined;

  get first(): T | undefined {
    return this.#first?.value;
  }

  get size(): number {
    return this.#links.size;
  }

  has(value: T): boolean {
    return this.#links.has(value);
  }

  push(value: T): void {
    const link: Link<T> = { value, previous: this.#last, next: undefined };
    this.#links.set(value, link);
    if (this.#last === undefined) this.#first = link;
    else this.#last.next = link;
    this.#last = link;
  }

  delete(value: T): boolean {
    const link = this.#links.get(value);
    if (link === undefined) return false;
    this.#links.delete(value);
    if (link.previous === undefined) this.#first = link.next;
    else link.previous.next = link.next;
    if (link.next === undefined) this.#last = link.previous;
    else link.next.previous = link.previous;
    return true;
  }

  /** In order. The element in hand may be deleted while iterating; others may not. */
  *[Symbol.iterator](): Generator<T> {
    let link = this.#first;
    while (link !== undefined) {
      const { next } = link;
      yield link.value;
      link = next;
    }
  }
}

interface Link<T> {
  value: T;
  previous: Link<T> | undefined;
  next: Link<T> | undefined;
}
