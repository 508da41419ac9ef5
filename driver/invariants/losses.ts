import { isDeepStrictEqual } from 'node:util';

/** A value that was stored and is not there, or not the same, after another release has written the item. */
export interface Loss {
  /** The id of the item. */
  canary: string;
  field: string;
  before: string;
  /** Undefined when the field is missing. */
  after: string | undefined;
  /** The release that answered the write. */
  writtenBy: string | undefined;
}

type About = Pick<Loss, 'canary' | 'writtenBy'>;

/** Fields of `item` that are not as they were stored. */
export function findLosses(
  stored: Readonly<Record<string, string>>,
  item: Readonly<Record<string, unknown>> | undefined,
  { canary, writtenBy }: About,
): Loss[] {
  return Object.entries(stored).flatMap(([field, before]) => {
    const value = item?.[field];
    const after = value === undefined ? undefined : String(value);
    return after === before ? [] : [{ canary, field, before, after, writtenBy }];
  });
}

/** Members of the first answer that a later answer about the same thing does not have, or has with another value. */
export function differences(first: unknown, later: unknown, about: About): Loss[] {
  const values = new Map(Object.entries(later ?? {}));
  return Object.entries(first ?? {}).flatMap(([field, before]) => {
    const after = values.get(field);
    if (isDeepStrictEqual(before, after)) return [];
    return [{ ...about, field, before: JSON.stringify(before), after: after && JSON.stringify(after) }];
  });
}
