/** A keyed set of records. Records are kept by reference: change one, then `set` it again to have it kept. */
export interface Collection<V> {
  get(key: string): V | undefined;
  has(key: string): boolean;
  /** Keeps the value as it is now. Throws AwsError for one that cannot be kept. */
  set(key: string, value: V): void;
  delete(key: string): boolean;
  keys(): MapIterator<string>;
  values(): MapIterator<V>;
  entries(): MapIterator<[string, V]>;
  readonly size: number;
}

/**
 * Where services keep what must outlive a restart. Values are anything that `structuredClone` takes.
 * Names are `<service>/<kind>`, such as `sqs/queues`.
 */
export interface StateStore {
  collection<V>(name: string): Collection<V>;
  /** The services that have anything kept: they are started at once after a restart. */
  services(): Set<string>;
  /**
   * Makes everything set so far durable; called before each answer leaves. Cheap when nothing changed. Throws AwsError
   * when that fails; what was not written is tried again.
   */
  flush(): void;
  /** Why the last flush failed; undefined when it did not. */
  problem(): string | undefined;
  /**
   * Makes what `work` sets durable in one transaction once `work` has ended, and nothing of it before: if the endpoint
   * dies in between, all of it is lost together. For a creation and the record of who owns it.
   */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

export function memoryState(): StateStore {
  const collections = new Map<string, Map<string, unknown>>();
  return {
    collection<V>(name: string) {
      let found = collections.get(name);
      if (found === undefined) {
        found = new Map();
        collections.set(name, found);
      }
      return found as Map<string, V>;
    },
    services: () => new Set(),
    flush: () => {},
    problem: () => undefined,
    atomically: (work) => work(),
    close: () => {},
  };
}
