import type { Direction } from '../contract-change.ts';
import { canExist } from './can-exist.ts';
import { compareAlternatives } from './compare-alternatives.ts';
import { compareArrays } from './compare-arrays.ts';
import { compareObjects } from './compare-objects.ts';
import { compareScalars } from './compare-scalars.ts';
import type { Comparison } from './comparison.ts';
import { Conjunction } from './conjunction.ts';
import { InvalidContractError, type SchemaNode } from './contract.ts';
import { factsOf } from './facts.ts';
import { describeTypes, type JsonType, typesOf } from './json-types.ts';
import { compareUnsupported } from './not-comparable.ts';
import type { Reason, SchemaRule } from './rule.ts';
import { type Variant, variantsOf } from './variants.ts';

/** A comparison that takes more than these steps is given up. */
const MAX_STEPS = 100_000;

/** Finds why a value that is valid for a sender's schema may be invalid for a receiver's. */
export class SchemaComparison implements Comparison {
  readonly direction: Direction;
  readonly #open = new Set<string>();
  #steps = 0;

  constructor(direction: Direction) {
    this.direction = direction;
  }

  /**
   * @param textual whether the value travels as text, from which the receiver reads its own type
   * @throws InvalidContractError
   */
  compare(sent: SchemaNode, expected: SchemaNode, path: string, textual = false): Reason<SchemaRule>[] {
    return this.compareAll(Conjunction.of(sent), Conjunction.of(expected), path, textual);
  }

  compareAll(sent: Conjunction, expected: Conjunction, path: string, textual = false): Reason<SchemaRule>[] {
    return this.#once(`${sent.key} ${expected.key} ${textual}`, () => {
      const variants = variantsOf(sent).filter((variant) => this.#isSent(variant, path, textual));
      return distinct(variants.flatMap((variant) => this.compareVariant(variant, expected, path, textual)));
    });
  }

  /** One combination of the sender's alternatives against everything that the receiver asks for. */
  compareVariant(
    variant: Variant,
    expected: Conjunction,
    path: string,
    textual: boolean,
  ): Reason<SchemaRule>[] {
    if (expected.isNothing) {
      return [
        {
          rule: 'forbidden',
          path,
          sent: describeTypes(factsOf(variant.schemas).types),
          expected: 'no value',
          sentence: '{sender} may send it, and {receiver} forbids it.',
        },
      ];
    }
    return this.#once(`variant ${variant.schemas.key} ${expected.key} ${textual}`, () =>
      expected.nodes.flatMap((node) => this.#compareWith(variant, node, path, textual)),
    );
  }

  /** A value that is valid for another alternative of its `oneOf` as well is none that may be sent. */
  #isSent({ schemas, excluded }: Variant, path: string, textual: boolean): boolean {
    const alone = { schemas, excluded: [] };
    const isExcluded = excluded.some(
      (other) => this.compareVariant(alone, Conjunction.of(other), path, textual).length === 0,
    );
    return canExist(schemas) && !isExcluded;
  }

  /** A comparison within itself finds nothing: the one that is under way decides. */
  #once(pair: string, compare: () => Reason<SchemaRule>[]): Reason<SchemaRule>[] {
    if (this.#open.has(pair)) return [];
    this.#steps += 1;
    if (this.#steps > MAX_STEPS)
      throw new InvalidContractError('', 'its schemas are too large to be compared');
    this.#open.add(pair);
    try {
      return compare();
    } finally {
      this.#open.delete(pair);
    }
  }

  #compareWith(variant: Variant, expected: SchemaNode, path: string, textual: boolean): Reason<SchemaRule>[] {
    const sent = variant.schemas;
    const facts = factsOf(sent);
    const expectedTypes = typesOf(expected.keywords);
    const missing = new Set([...facts.types].filter((type) => !isAccepted(type, expectedTypes, textual)));
    const reasons: Reason<SchemaRule>[] =
      missing.size === 0 ? [] : [typeReason(path, facts.types, expectedTypes, missing)];
    if (missing.size === facts.types.size) return reasons;
    const common = { sent, expected, path, comparison: this };
    return [
      ...reasons,
      ...compareScalars({ sent, facts, expected: expected.keywords, path, textual }),
      ...(facts.types.has('array') ? compareArrays({ ...common, textual }) : []),
      ...(facts.types.has('object') ? compareObjects({ ...common, textual }) : []),
      ...compareAlternatives({ variant, facts, expected, path, textual, comparison: this }),
      ...compareUnsupported(sent, facts, expected, path),
    ];
  }
}

/** As text, a number or a boolean is as good as a text. */
function isAccepted(type: JsonType, expected: ReadonlySet<JsonType>, textual: boolean): boolean {
  const isPlain = type === 'integer' || type === 'fraction' || type === 'boolean';
  return expected.has(type) || (textual && isPlain && expected.has('string'));
}

function typeReason(
  path: string,
  sent: ReadonlySet<JsonType>,
  expected: ReadonlySet<JsonType>,
  missing: ReadonlySet<JsonType>,
): Reason<SchemaRule> {
  const isNull = missing.size === 1 && missing.has('null') && sent.size > 1;
  return {
    rule: isNull ? 'nullable' : 'type',
    path,
    sent: describeTypes(sent),
    expected: describeTypes(expected),
    sentence: `{sender} may send ${describeTypes(missing)}, and {receiver} accepts only ${describeTypes(expected)}.`,
  };
}

function distinct(reasons: readonly Reason<SchemaRule>[]): Reason<SchemaRule>[] {
  return [...new Map(reasons.map((reason) => [`${reason.rule} ${reason.path}`, reason])).values()];
}
