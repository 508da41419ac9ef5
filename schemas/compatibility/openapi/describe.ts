import { canonicalJson } from '../../json.ts';

const MAX_VALUE_CHARACTERS = 100;
const MAX_LISTED_VALUES = 10;

/** A value of a contract, for a reason that a person reads. */
export function describeValue(value: unknown): string {
  const text = typeof value === 'string' ? value : canonicalJson(value);
  return text.length <= MAX_VALUE_CHARACTERS ? text : `${text.slice(0, MAX_VALUE_CHARACTERS)}…`;
}

/** The first of several values, and how many more there are. */
export function describeValues(values: readonly unknown[]): string {
  if (values.length === 0) return 'none';
  const more = values.length - MAX_LISTED_VALUES;
  const shown = values.slice(0, MAX_LISTED_VALUES).map(describeValue).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
