import type { Direction } from '../contract-change.ts';
import type { Conjunction } from './conjunction.ts';
import type { Reason, SchemaRule } from './rule.ts';
import type { Variant } from './variants.ts';

/** How the parts of a comparison go on with the schemas inside theirs. */
export interface Comparison {
  readonly direction: Direction;
  compareAll(sent: Conjunction, expected: Conjunction, path: string, textual?: boolean): Reason<SchemaRule>[];
  compareVariant(
    variant: Variant,
    expected: Conjunction,
    path: string,
    textual: boolean,
  ): Reason<SchemaRule>[];
}
