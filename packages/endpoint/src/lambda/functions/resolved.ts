import type { AliasRecord, FunctionRecord, FunctionVersion } from './function-record.ts';

/** A version as a request names it: by its number, by an alias, or by neither. */
export interface Resolved {
  record: FunctionRecord;
  version: FunctionVersion;
  alias?: AliasRecord;
  /** As given; undefined for the unqualified function. */
  qualifier?: string;
}
