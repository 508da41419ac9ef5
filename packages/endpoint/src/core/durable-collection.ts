import { serialize } from 'node:v8';
import { coreError } from './errors.ts';
import type { Collection } from './state.ts';

/** What is to be written for a key: the value's bytes, or undefined where the record is gone. */
export type Change = readonly [key: string, bytes: Uint8Array | undefined];

/** A collection that knows what of it is not durable yet. */
export class DurableCollection<V> implements Collection<V> {
  readonly #records = new Map<string, V>();
  /** The newest form of every key whose newest form is not durable. */
  readonly #unwritten = new Map<string, Uint8Array | undefined>();
  /** Those of them that the next flush is to write. */
  readonly #dirty = new Set<string>();
  readonly #touched: (collection: DurableCollection<V>, key: string) => void;

  constructor(touched: (collection: DurableCollection<V>, key: string) => void) {
    this.#touched = touched;
  }

  /** Takes up a record that is durable already. */
  load(key: string, value: V): void {
    this.#records.set(key, value);
  }

  markDirty(key: string): void {
    if (this.#unwritten.has(key)) this.#dirty.add(key);
  }

  changes(): Change[] {
    return [...this.#dirty].map((key) => [key, this.#unwritten.get(key)]);
  }

  /** The changes are durable. */
  written(changes: readonly Change[]): void {
    for (const [key, bytes] of changes) {
      this.#dirty.delete(key);
      if (this.#unwritten.get(key) === bytes) this.#unwritten.delete(key);
    }
  }

  get(key: string): V | undefined {
    return this.#records.get(key);
  }

  has(key: string): boolean {
    return this.#records.has(key);
  }

  /** Throws AwsError for a value that cannot be kept; nothing is changed then. */
  set(key: string, value: V): void {
    const bytes = encode(value);
    this.#records.set(key, value);
    this.#unwritten.set(key, bytes);
    this.#touched(this, key);
  }

  delete(key: string): boolean {
    const existed = this.#records.delete(key);
    if (existed) {
      this.#unwritten.set(key, undefined);
      this.#touched(this, key);
    }
    return existed;
  }

  keys(): MapIterator<string> {
    return this.#records.keys();
  }

  values(): MapIterator<V> {
    return this.#records.values();
  }

  entries(): MapIterator<[string, V]> {
    return this.#records.entries();
  }

  get size(): number {
    return this.#records.size;
  }
}

/** At once, so that a value that cannot be kept fails the request that set it and no other. */
function encode(value: unknown): Uint8Array {
  try {
    return serialize(value);
  } catch (cause) {
    throw coreError.unstorable(cause);
  }
}
