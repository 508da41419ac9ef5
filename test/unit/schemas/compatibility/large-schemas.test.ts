import { describe, expect, test } from 'vitest';
import type { AvroSchema } from '../../../../schemas/compatibility/avro-schema.ts';
import { refusals, upgradeOrder } from '../../../../schemas/compatibility/levels.ts';
import { parseAvroSchema } from '../../../../schemas/compatibility/parse-avro-schema.ts';
import { canRead, MAX_REASONS, whyUnreadable } from '../../../../schemas/compatibility/resolution.ts';
import { largeSchema, sharedLevels, wideEnum, wideUnion } from './large-schemas.ts';

const rules = (reader: AvroSchema, writer: AvroSchema) =>
  whyUnreadable(reader, writer).map(({ rule, path }) => `${rule} ${path}`);

// Compared along every path, each of these takes longer than the age of the universe.
describe('thirty levels of records that share types', () => {
  const [asInt, asLong] = [sharedLevels(30, 'int'), sharedLevels(30, 'long')].map(parseAvroSchema) as [
    AvroSchema,
    AvroSchema,
  ];

  test('are readable where the innermost type is', () => {
    expect(canRead(asLong, asInt)).toBe(true);
    expect(rules(asLong, asInt)).toEqual([]);
  });

  test('give the reason of the innermost type once, at the first place', () => {
    expect(rules(asInt, asLong)).toEqual([`TYPE_MISMATCH ${'/fields/first'.repeat(30)}/fields/leaf`]);
  });

  test('are compared with a whole history, in both directions', () => {
    const history = Array.from({ length: 20 }, (_, index) => ({ version: index + 1, schema: asInt }));
    const found = refusals(asLong, history, 'FULL_TRANSITIVE');
    expect(found.map(({ direction, version }) => `${direction} ${version}`)).toEqual(
      history.map(({ version }) => `FORWARD ${version}`),
    );
    expect(upgradeOrder(asInt, asLong)).toBe('readers first');
  });
});

describe('a schema as large and as entangled as Apache’s own', () => {
  const text = JSON.stringify(largeSchema());
  const [one, other] = [parseAvroSchema(JSON.parse(text)), parseAvroSchema(largeSchema({ leaf: 'int' }))];

  test('is as long', () => expect(text.length).toBeGreaterThan(350_000));

  test('is readable by itself', () => {
    expect(canRead(one, parseAvroSchema(JSON.parse(text)))).toBe(true);
  });

  test('gives as many reasons as anybody reads where every record differs', () => {
    const reasons = whyUnreadable(one, other);
    expect(reasons).toHaveLength(MAX_REASONS);
    expect(new Set(reasons.map(({ path }) => path)).size).toBe(MAX_REASONS);
  });
});

describe('an enum of 20,000 symbols', () => {
  const [wide, wider] = [wideEnum(20_000), wideEnum(20_002)].map(parseAvroSchema) as [AvroSchema, AvroSchema];

  test('is read by one that has more', () => expect(canRead(wider, wide)).toBe(true));

  test('is refused with the first names and the number of the others', () => {
    const [reason] = whyUnreadable(wide, wider);
    expect(reason?.message).toContain('does not know S20000, S20001 and');
    expect(reason?.message).toContain('S9, … (19992 more)');
    expect(JSON.stringify(reason).length).toBeLessThan(1_000);
  });
});

describe('a union of 800 records', () => {
  const [narrow, wide, another] = [wideUnion(800), wideUnion(801), wideUnion(800, 800)].map(
    parseAvroSchema,
  ) as [AvroSchema, AvroSchema, AvroSchema];

  test('is read by one that has more', () => expect(canRead(wide, narrow)).toBe(true));

  test('is refused for the record that the reader lacks', () => {
    expect(rules(narrow, wide)).toEqual(['MISSING_UNION_BRANCH /fields/one']);
  });

  test('is refused with a limited number of short reasons where all records differ', () => {
    const reasons = whyUnreadable(another, narrow);
    expect(reasons).toHaveLength(MAX_REASONS);
    expect(JSON.stringify(reasons).length).toBeLessThan(MAX_REASONS * 2_000);
  });
});

test('a chain of references that is longer than the stack is compared', () => {
  const chain = (leaf: string) => {
    const fields = Array.from({ length: 5_000 }, (_, index) => ({
      name: `f${index}`,
      type: {
        type: 'record',
        name: `R${index}`,
        fields: [{ name: 'inner', type: index === 0 ? leaf : `R${index - 1}` }],
      },
    }));
    return parseAvroSchema({ type: 'record', name: 'Chain', fields });
  };
  expect(canRead(chain('long'), chain('int'))).toBe(true);
  expect(rules(chain('int'), chain('long'))).toEqual(['TYPE_MISMATCH /fields/f0/fields/inner']);
});

test('a place that is very deep is shown by its beginning and its end', () => {
  const nested = (leaf: string) => {
    let schema: unknown = leaf;
    for (let depth = 0; depth < 150; depth += 1) schema = { type: 'array', items: schema };
    return parseAvroSchema(schema);
  };
  expect(rules(nested('int'), nested('long'))).toEqual([
    `TYPE_MISMATCH ${'/items'.repeat(20)}/…${'/items'.repeat(20)}`,
  ]);
});

test('a pair whose readability depends on itself is no better where it is met again', () => {
  // `Node` is not readable because of `bad`; met first inside itself, `Wrap` looks readable there.
  const node = (bad: string) => ({
    type: 'record',
    name: 'Root',
    fields: [
      {
        name: 'either',
        type: [
          {
            type: 'record',
            name: 'Node',
            fields: [
              {
                name: 'wrap',
                type: { type: 'record', name: 'Wrap', fields: [{ name: 'node', type: ['null', 'Node'] }] },
              },
              { name: 'bad', type: bad },
            ],
          },
        ],
      },
      { name: 'again', type: 'Wrap' },
    ],
  });
  const reader = node('int') as { fields: { type: unknown }[] };
  expect(canRead(parseAvroSchema(reader), parseAvroSchema(node('long')))).toBe(false);
  expect(rules(parseAvroSchema(reader), parseAvroSchema(node('long')))).toEqual([
    'TYPE_MISMATCH /fields/either/fields/bad',
  ]);
});

test('a name with more aliases than any real one is refused', () => {
  const aliases = Array.from({ length: 101 }, (_, index) => `A${index}`);
  expect(() => parseAvroSchema({ type: 'record', name: 'R', aliases, fields: [] })).toThrow(/100 aliases/);
});
