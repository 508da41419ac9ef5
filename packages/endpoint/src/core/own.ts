/**
 * A record's own entry. Names come from outside, and every object inherits some that are no entries, such as
 * `constructor`.
 */
export function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Sets a member under a name that came from outside, `__proto__` too: an assignment would set the prototype. */
export function setOwn<T>(record: Record<string, T>, name: string, value: NoInfer<T>): void {
  Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
}
