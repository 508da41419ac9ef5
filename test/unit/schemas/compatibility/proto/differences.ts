/** Rules of buf: for the binary format, and for both encodings. */
export type Category = 'WIRE' | 'WIRE_JSON';

/** Where `buf breaking`, which asks for no direction, finds more or less than happens, and why. */
export interface Difference {
  buf: 'finds nothing' | 'finds more';
  categories: readonly Category[];
  reason: string;
}

const missed = (reason: string, ...categories: Category[]): Difference => ({
  buf: 'finds nothing',
  categories,
  reason,
});
const more = (reason: string, ...categories: Category[]): Difference => ({
  buf: 'finds more',
  categories,
  reason,
});

export const VALUES_THAT_DO_NOT_FIT = missed(
  'types of one wire form count as compatible, also where the receiver cannot hold every value',
  'WIRE',
);
export const SIGNS = missed(
  'integers with and without sign count as compatible, also where the receiver cannot hold every value',
  'WIRE',
  'WIRE_JSON',
);
export const NUMBERS_WITHOUT_NAMES = missed(
  'what has the same number counts as the same, by any name',
  'WIRE',
);
export const PRESENCE = missed('a missing value counts as the zero value', 'WIRE', 'WIRE_JSON');
export const UNKNOWN_VALUES = missed(
  'values of enums may come and go, although a parser of JSON does not know their names',
  'WIRE_JSON',
);
export const CALLS = missed('which services and methods there are does not count', 'WIRE', 'WIRE_JSON');

export const TYPE_NAMES = more('names of types count, which are not on the wire', 'WIRE', 'WIRE_JSON');
export const TYPE_NAMES_IN_BINARY = more('names of types count, which are not on the wire', 'WIRE');
export const ENUM_NUMBERS = more('an enum and an integer differ, although both are numbers', 'WIRE');
export const ONEOFS = more(
  'a oneof counts also when no two fields that were sent together are in it',
  'WIRE',
  'WIRE_JSON',
);
export const IDEMPOTENCY = more('a method that becomes idempotent counts', 'WIRE', 'WIRE_JSON');
export const RESERVED_NAMES = more('reserved names count, which are not in the binary format', 'WIRE');
export const FIELD_NAMES = more('the name counts, although JSON has another one', 'WIRE_JSON');
export const ZERO_NAMES = more('the name of 0 counts, although 0 is not sent', 'WIRE_JSON');
