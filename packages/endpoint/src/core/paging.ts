import type { AwsError } from './errors.ts';

export interface Page<T> {
  items: T[];
  /** Where the next page starts; undefined on the last one. */
  next: string | undefined;
}

export interface PageOptions<T> {
  /** What orders the items and names the place where a page ended. */
  keyOf: (item: T) => string;
  limit: number;
  token: string | undefined;
  /** How the service refuses a token that it did not give. */
  invalid: () => AwsError;
}

/** One page of items in the order of their keys. A token names the last key given, so later changes lose nothing. */
export function page<T>(items: Iterable<T>, options: PageOptions<T>): Page<T> {
  const { keyOf, limit, token } = options;
  const after = token === undefined ? undefined : decode(token, options.invalid);
  const rest = [...items]
    .filter((item) => after === undefined || keyOf(item) > after)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const taken = rest.slice(0, limit);
  const last = taken.at(-1);
  const more = last !== undefined && rest.length > taken.length;
  return { items: taken, next: more ? encode(keyOf(last)) : undefined };
}

function encode(key: string): string {
  return Buffer.from(`after:${key}`, 'utf8').toString('base64url');
}

function decode(token: string, invalid: () => AwsError): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!text.startsWith('after:')) throw invalid();
  return text.slice('after:'.length);
}
