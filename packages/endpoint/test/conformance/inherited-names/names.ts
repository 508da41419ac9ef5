/** Names that every object inherits, and that clients may give to things of their own. */
export const INHERITED_NAMES = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'isPrototypeOf',
  'toString',
  'valueOf',
] as const;

/** A map with one entry. An object literal would take `__proto__` for the prototype. */
export const mapOf = <T>(name: string, value: T): Record<string, T> => Object.fromEntries([[name, value]]);
