import { canExist } from './can-exist.ts';
import type { Comparison } from './comparison.ts';
import { Conjunction } from './conjunction.ts';
import type { SchemaNode } from './contract.ts';
import { describeValue } from './describe.ts';
import { type Facts, factsOf } from './facts.ts';
import { isNumeric, type JsonType } from './json-types.ts';
import { propertyOf, requiredOf } from './properties.ts';
import type { Reason, SchemaRule } from './rule.ts';
import { alternativesOf, type Variant } from './variants.ts';

interface Alternatives {
  variant: Variant;
  facts: Facts;
  expected: SchemaNode;
  path: string;
  textual: boolean;
  comparison: Comparison;
}

/** The `oneOf` and `anyOf` of the receiver: each value has to be valid for one alternative, of `oneOf` for no other. */
export function compareAlternatives(alternatives: Alternatives): Reason<SchemaRule>[] {
  return (['oneOf', 'anyOf'] as const).flatMap((keyword) => {
    const branches = alternativesOf(alternatives.expected, keyword);
    if (branches === undefined) return [];
    return piecesOf(alternatives.variant, alternatives.facts, alternatives.expected).flatMap((piece) =>
      compareWith(piece, branches, keyword === 'oneOf', alternatives),
    );
  });
}

interface Piece extends Variant {
  text: string;
}

function compareWith(
  piece: Piece,
  branches: readonly SchemaNode[],
  isExclusive: boolean,
  { path, textual, comparison }: Alternatives,
): Reason<SchemaRule>[] {
  const matching = branches.filter((branch) => mayMatch(piece, branch, comparison));
  const results = matching.map((branch) =>
    comparison.compareVariant(piece, Conjunction.of(branch), path, textual),
  );
  const isAccepted = results.some((reasons) => reasons.length === 0);
  if (
    isAccepted &&
    (!isExclusive || matching.filter((branch) => isSent(piece, branch, comparison)).length === 1)
  ) {
    return [];
  }
  const [only] = results;
  if (results.length === 1 && only !== undefined && !isAccepted) return only;
  const common = {
    path,
    sent: piece.text,
    expected: branches.length === 1 ? 'one alternative' : `${branches.length} alternatives`,
  };
  return isAccepted
    ? [
        {
          ...common,
          rule: 'ambiguous-alternatives',
          sentence:
            '{sender} may send a value that suits several alternatives, and {receiver} accepts one only.',
        },
      ]
    : [
        {
          ...common,
          rule: 'alternatives',
          sentence: '{sender} may send a value that suits no alternative of {receiver}.',
        },
      ];
}

/** Whether some value may be valid for both the piece and a branch. */
function mayMatch({ schemas, excluded }: Piece, branch: SchemaNode, comparison: Comparison): boolean {
  if (!canExist(schemas.and(branch))) return false;
  const wanted = Conjunction.of(branch);
  return !excluded.some((other) => comparison.compareAll(wanted, Conjunction.of(other), '').length === 0);
}

/** Whether such a value may be sent: a sender does not send properties that its contract does not name. */
function isSent({ schemas }: Piece, branch: SchemaNode, { direction }: Comparison): boolean {
  const isObject = [...factsOf(schemas).types].every((type) => type === 'object');
  const names = [...requiredOf(Conjunction.of(branch))];
  return !isObject || names.every((name) => propertyOf(schemas, name, direction) !== undefined);
}

/** A variant by its types, or by its values where they are listed: each may suit another alternative. */
function piecesOf(
  { schemas, excluded }: Variant,
  { types, values }: Facts,
  { contract }: SchemaNode,
): Piece[] {
  const restrictions =
    values?.map((value) => ({ const: value })) ?? namesOfTypes(types).map((type) => ({ type }));
  const pieces = restrictions.map((one) => ({
    schemas: schemas.and(contract.restriction(one)),
    excluded,
    text: describeValue('const' in one ? one.const : one.type),
  }));
  return pieces.filter((piece) => canExist(piece.schemas));
}

function namesOfTypes(types: ReadonlySet<JsonType>): string[] {
  const names: string[] = [...types].filter((type) => !isNumeric(type));
  if (types.has('fraction')) return [...names, 'number'];
  return types.has('integer') ? [...names, 'integer'] : names;
}
