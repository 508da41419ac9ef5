import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDocuments } from '../../../../../schemas/compatibility/openapi/compare-documents.ts';
import { InvalidContractError } from '../../../../../schemas/compatibility/openapi/contract.ts';
import { fuzzRuns } from '../../../../support/fuzz.ts';
import { carrying } from './cases/contract-case.ts';
import { TestDocument } from './observe/document.ts';

const small = fc.integer({ min: 0, max: 4 });
const optional = { requiredKeys: [] };

const scalar: fc.Arbitrary<object> = fc.oneof(
  fc.constant({ type: 'boolean' }),
  fc.record({ const: fc.constantFrom('a', 'abc', 1, null, true) }),
  fc.record({ enum: fc.uniqueArray(fc.constantFrom('a', 'abc', 'ABC', 1, 5, null), { minLength: 1 }) }),
  fc.record(
    {
      type: fc.constantFrom('integer', 'number', ['integer', 'null'], ['string', 'number']),
      minimum: small,
      exclusiveMaximum: fc.constantFrom(1, 5, 6, 10, 11),
      maximum: fc.constantFrom(5, 7, 10),
      multipleOf: fc.constantFrom(1, 0.5, 5),
    },
    { requiredKeys: ['type'] },
  ),
  fc.record(
    {
      type: fc.constantFrom('string', ['string', 'null']),
      minLength: small,
      maxLength: fc.constantFrom(1, 3, 9),
      pattern: fc.constantFrom('^[a-z]*$', '^[A-Z]*$'),
      format: fc.constantFrom('date', 'uuid'),
    },
    { requiredKeys: ['type'] },
  ),
);

const { schema } = fc.letrec<{ schema: object; object: object }>((tie) => ({
  object: fc.record(
    {
      type: fc.constant('object'),
      properties: fc.record({ a: tie('schema'), b: tie('schema'), c: tie('schema') }, optional),
      required: fc.subarray(['a', 'b', 'c']),
      additionalProperties: fc.oneof(fc.constant(false), scalar),
      minProperties: fc.constantFrom(1, 2),
      maxProperties: fc.constantFrom(1, 2, 3),
    },
    { requiredKeys: ['type'] },
  ),
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    tie('object'),
    fc.record(
      {
        type: fc.constant('array'),
        items: tie('schema'),
        prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        minItems: small,
        maxItems: small,
      },
      { requiredKeys: ['type'] },
    ),
    // Not beside prefixItems: there ajv looks at elements of the type of `items` only.
    fc.record({ type: fc.constant('array'), items: tie('schema'), uniqueItems: fc.boolean() }),
    fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
  ),
}));

/** Two schemas, often alike: a part of one is taken from the other. */
const pair = fc.oneof(
  fc.tuple(schema, schema),
  fc.tuple(schema, schema).map(([one, other]) => [one, { anyOf: [other, one] }] as [object, object]),
  fc.tuple(schema, schema).map(([one, other]) => [{ allOf: [one, other] }, one] as [object, object]),
  fc.tuple(schema, schema).map(([one, other]) => [one, { oneOf: [one, other] }] as [object, object]),
  schema.map((one) => [one, structuredClone(one)] as [object, object]),
);

const FUZZ = fuzzRuns(100);

let compatible = 0;

test('of schemas that are predicted to be compatible, no value of the sender is refused', {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(pair, ([sender, receiver]) => {
      const [older, newer] = [carrying(receiver), carrying(sender)];
      const changes = comparedWith(older, newer);
      // The answer of a new server to an old client.
      if (
        changes === undefined ||
        changes.some(({ direction, upgrade }) => direction === 'response' && upgrade === 'servers-first')
      )
        return;
      compatible += 1;
      const refused = samplesOf(newer).filter((sample) => !accepts(older, sample));
      expect(refused, `${JSON.stringify(sender)} against ${JSON.stringify(receiver)}`).toEqual([]);
    }),
    FUZZ,
  );
  expect(compatible).toBeGreaterThan(20);
});

/** Undefined when the comparison gives up: with many alternatives inside each other there are too many combinations. */
function comparedWith(older: object, newer: object) {
  try {
    return compareDocuments({ document: older }, { document: newer });
  } catch (error) {
    if (error instanceof InvalidContractError) return undefined;
    throw error;
  }
}

test('a contract is compatible with itself', () => {
  fc.assert(
    fc.property(schema, (one) => {
      expect(comparedWith(carrying(one), carrying(structuredClone(one))) ?? []).toEqual([]);
    }),
    FUZZ,
  );
});

function samplesOf(contract: object): unknown[] {
  const { document, place } = bodyOf(contract);
  try {
    return document.samples(place, 'response');
  } catch {
    // Some schemas that are made up have no value.
    return [];
  }
}

function accepts(contract: object, value: unknown): boolean {
  const { document, place } = bodyOf(contract);
  return document.validator(place, 'response')(value);
}

function bodyOf(contract: object) {
  const document = new TestDocument(contract);
  const place = document.operations[0]?.answers.get('201')?.content.get('application/json');
  if (place === undefined) throw new Error('the contract has no answer');
  return { document, place };
}
