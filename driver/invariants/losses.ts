/** A value that was stored and is not there, or not the same, after another release has written the profile. */
export interface Loss {
  profile: string;
  field: string;
  before: string;
  /** Undefined when the field is missing. */
  after: string | undefined;
  /** The release that answered the update. */
  updatedBy: string | undefined;
}

/** Fields of `item` that are not as they were stored. */
export function findLosses(
  stored: Readonly<Record<string, string>>,
  item: Readonly<Record<string, unknown>> | undefined,
  { profile, updatedBy }: Pick<Loss, 'profile' | 'updatedBy'>,
): Loss[] {
  return Object.entries(stored).flatMap(([field, before]) => {
    const value = item?.[field];
    const after = value === undefined ? undefined : String(value);
    return after === before ? [] : [{ profile, field, before, after, updatedBy }];
  });
}
