import type { Collection } from '../../core/state.ts';
import type { StackEvent } from './stack.ts';

/** Events are kept in pages, so that a new one has only its page written again. */
const PAGE = 100;

/** The events of every stack, oldest first. */
export class EventLog {
  readonly #pages: Collection<StackEvent[]>;

  constructor(pages: Collection<StackEvent[]>) {
    this.#pages = pages;
  }

  of(stackId: string): StackEvent[] {
    return [...this.#keys(stackId)].flatMap((key) => this.#pages.get(key) ?? []);
  }

  last(stackId: string): StackEvent | undefined {
    return this.#pages.get([...this.#keys(stackId)].at(-1) ?? '')?.at(-1);
  }

  append(stackId: string, event: StackEvent): void {
    const keys = [...this.#keys(stackId)];
    const last = keys.at(-1);
    const page = last === undefined ? undefined : this.#pages.get(last);
    if (last === undefined || page === undefined || page.length >= PAGE) {
      this.#pages.set(pageKey(stackId, keys.length), [event]);
    } else this.#pages.set(last, [...page, event]);
  }

  *#keys(stackId: string): Generator<string> {
    for (let page = 0; ; page += 1) {
      const key = pageKey(stackId, page);
      if (!this.#pages.has(key)) return;
      yield key;
    }
  }
}

/** The first page has the stack's id alone for its key: releases before pages kept all events there. */
const pageKey = (stackId: string, page: number): string => (page === 0 ? stackId : `${stackId}#${page}`);
