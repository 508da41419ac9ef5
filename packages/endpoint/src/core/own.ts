/**
 * A record's own entry. Names come from outside, and every object inherits some that are no entries, such as
 * `constructor`.
 */
export function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Sets an entry, also one by the name `__proto__`, which an assignment would take for something else. */
export function setOwn<T>(record: Record<string, T>, name: string, value: T): void {
  Object.defineProperty(record, name, { value, configurable: true, enumerable: true, writable: true });
}
