/** Why a reader's schema cannot read what a writer's schema wrote. A closed set; the names follow Apache Avro's own. */
export type IncompatibilityRule =
  | 'NAME_MISMATCH'
  | 'TYPE_MISMATCH'
  | 'FIXED_SIZE_MISMATCH'
  | 'MISSING_ENUM_SYMBOLS'
  | 'MISSING_UNION_BRANCH'
  | 'READER_FIELD_MISSING_DEFAULT_VALUE'
  | 'AMBIGUOUS_FIELD_ALIAS'
  | 'DECIMAL_MISMATCH';

export interface Incompatibility {
  rule: IncompatibilityRule;
  /** Where in the reader's schema, such as `/fields/address/fields/street`. */
  path: string;
  /** What stands there in the reader's schema, in a few words. */
  reader: string;
  /** What stands there in the writer's schema, in a few words. */
  writer: string;
  /** One sentence for a person. */
  message: string;
}
