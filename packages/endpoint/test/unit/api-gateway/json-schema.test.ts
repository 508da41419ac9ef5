import { describe, expect, test } from 'vitest';
import { compileSchema } from '../../../src/api-gateway/invoke/json-schema.ts';

const noModels = () => undefined;

function errors(schema: object, value: unknown): string[] {
  return compileSchema(schema, noModels)(value);
}

describe('a value is allowed or refused by', () => {
  test.each<[string, object, unknown[], unknown[]]>([
    ['type', { type: 'integer' }, [1, -3, 2.0], [1.5, '1', null, true]],
    ['several types', { type: ['string', 'null'] }, ['a', null], [1, {}]],
    ['number, of which integers are a part', { type: 'number' }, [1, 1.5], ['1']],
    ['object, which a list is not', { type: 'object' }, [{}], [[], null]],
    [
      'enum, whatever the order of members',
      { enum: [{ a: 1, b: 2 }, 'x'] },
      [{ b: 2, a: 1 }, 'x'],
      ['y', {}],
    ],
    ['required', { required: ['a'] }, [{ a: 1 }, 'no object'], [{}, { b: 1 }]],
    ['properties', { properties: { a: { type: 'string' } } }, [{}, { a: 'x' }], [{ a: 1 }]],
    [
      'patternProperties',
      { patternProperties: { '^n': { type: 'number' } } },
      [{ n1: 1, x: '' }],
      [{ n1: '' }],
    ],
    [
      'additionalProperties false',
      { properties: { a: {} }, patternProperties: { '^x-': {} }, additionalProperties: false },
      [{ a: 1, 'x-b': 2 }],
      [{ b: 1 }],
    ],
    ['additionalProperties', { additionalProperties: { type: 'number' } }, [{ a: 1 }], [{ a: 'x' }]],
    ['dependencies on names', { dependencies: { a: ['b'] } }, [{ b: 1 }, { a: 1, b: 1 }], [{ a: 1 }]],
    [
      'dependencies on schemas',
      { dependencies: { a: { required: ['b'] } } },
      [{}, { a: 1, b: 1 }],
      [{ a: 1 }],
    ],
    [
      'minProperties and maxProperties',
      { minProperties: 1, maxProperties: 2 },
      [{ a: 1 }],
      [{}, { a: 1, b: 1, c: 1 }],
    ],
    ['items', { items: { type: 'number' } }, [[], [1, 2]], [[1, 'x']]],
    ['items by place', { items: [{ type: 'number' }], additionalItems: false }, [[], [1]], [['x'], [1, 2]]],
    [
      'minItems, maxItems and uniqueItems',
      { minItems: 1, maxItems: 2, uniqueItems: true },
      [[1, 2]],
      [[], [1, 2, 3], [1, 1]],
    ],
    [
      'minLength and maxLength, in characters',
      { minLength: 2, maxLength: 2 },
      ['ab', '👍👍', 7],
      ['a', 'abc'],
    ],
    ['pattern, anywhere in the text', { pattern: 'b+' }, ['abc', 7], ['ac']],
    ['format', { format: 'date-time' }, ['2026-01-01T00:00:00Z', 7], ['2026-01-01', 'x']],
    ['minimum and maximum', { minimum: 1, maximum: 2 }, [1, 2, 'x'], [0.9, 2.1]],
    [
      'exclusive bounds',
      { minimum: 1, exclusiveMinimum: true, maximum: 2, exclusiveMaximum: true },
      [1.5],
      [1, 2],
    ],
    ['multipleOf, in decimal', { multipleOf: 0.01 }, [4.35, 0.07, 8_765_432.19], [4.355]],
    ['allOf', { allOf: [{ minimum: 1 }, { maximum: 2 }] }, [1.5], [0, 3]],
    ['anyOf', { anyOf: [{ type: 'string' }, { minimum: 5 }] }, ['x', 5], [1]],
    ['oneOf', { oneOf: [{ minimum: 1 }, { maximum: 3 }] }, [0, 4], [2]],
    ['not', { not: { type: 'null' } }, [1], [null]],
    [
      'nothing: keywords of later drafts and of OpenAPI, and unknown formats',
      { const: 1, contains: { type: 'string' }, format: 'colour', nullable: true, example: { id: 'a' } },
      [1, 2, 'x', [1]],
      [],
    ],
    ['type alone, also where OpenAPI would allow null', { type: 'string', nullable: true }, ['a'], [null]],
    [
      'required, whatever objects inherit',
      { required: ['constructor'] },
      [JSON.parse('{ "constructor": 1 }')],
      [{}],
    ],
  ])('%s', (_keyword, schema, allowed, refused) => {
    for (const value of allowed) expect(errors(schema, value)).toEqual([]);
    for (const value of refused) expect(errors(schema, value)).not.toEqual([]);
  });
});

test('a schema may refer to itself', () => {
  const tree = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#' } } } };
  expect(errors(tree, { children: [{ children: [] }] })).toEqual([]);
  expect(errors(tree, { children: [{ children: [1] }] })).toHaveLength(1);
});

test('a schema may refer to its definitions', () => {
  const schema = { definitions: { 'a/b': { type: 'number' } }, items: { $ref: '#/definitions/a~1b' } };
  expect(errors(schema, ['x'])).toHaveLength(1);
});

test('models may refer to one another', () => {
  const url = (name: string) => `https://apigateway.amazonaws.com/restapis/abc/models/${name}`;
  const models: Record<string, object> = {
    Order: { properties: { lines: { items: { $ref: url('Line') } } } },
    Line: { properties: { order: { $ref: url('Order') }, sku: { type: 'string' } } },
  };
  const validate = compileSchema({ $ref: url('Order') }, (name) => JSON.stringify(models[name]));
  expect(validate({ lines: [{ order: { lines: [{ sku: 1 }] } }] })).toHaveLength(1);
});

test('examples may have ids, and a schema may say that it is of a later draft', () => {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    properties: {
      a: { type: 'string', example: { id: 'x', n: 1 } },
      b: { type: 'string', example: { id: 'x', n: 2 } },
    },
  };
  expect(errors(schema, { a: 1, b: 'x' })).toHaveLength(1);
});

test.each<[object, unknown, string]>([
  [{ required: ['b', 'c', 'a'] }, { c: 1 }, 'object has missing required properties (["a","b"])'],
  [
    { type: 'string' },
    1,
    'instance type (integer) does not match any allowed primitive type (allowed: ["string"])',
  ],
  [
    { type: 'number' },
    null,
    'instance type (null) does not match any allowed primitive type (allowed: ["integer","number"])',
  ],
  [
    { properties: { a: {} }, additionalProperties: false },
    { c: 1, a: 1, b: 1 },
    'object instance has properties which are not allowed by the schema: ["b","c"]',
  ],
  [{ enum: ['a', 1] }, 'b', 'instance value ("b") not found in enum (possible values: ["a",1])'],
  [
    { dependencies: { a: ['c', 'b'] } },
    { a: 1, b: 1 },
    'property "a" of object has missing property dependencies (schema requires ["b","c"]; missing: ["c"])',
  ],
  [{ minLength: 3 }, '👍', 'string "👍" is too short (length: 1, required minimum: 3)'],
  [{ minItems: 1 }, [], 'array is too short: must have at least 1 elements but instance has 0 elements'],
  [{ maxProperties: 0 }, { a: 1 }, 'object has too many properties (found 1 but schema requires at most 0)'],
  [{ pattern: '^a' }, 'b', 'ECMA 262 regex "^a" does not match input string "b"'],
  [{ minimum: 2 }, 1, 'numeric instance is lower than the required minimum (minimum: 2, found: 1)'],
  [
    { minimum: 2, exclusiveMinimum: true },
    2,
    'numeric instance is not strictly greater than the required minimum 2',
  ],
  [
    { definitions: { text: { type: 'string' } }, anyOf: [{ $ref: '#/definitions/text' }, { minimum: 5 }] },
    1,
    'instance failed to match at least one required schema among 2',
  ],
  [
    { oneOf: [{ minimum: 1 }, { maximum: 3 }] },
    2,
    'instance failed to match exactly one schema (matched 2 out of 2)',
  ],
])('one message, that of API Gateway’s validator: %j of %j', (schema, value, message) => {
  expect(errors(schema, value)).toEqual([message]);
});

describe('refused is a schema', () => {
  test.each<[string, unknown]>([
    ['that is no object', 'string'],
    ['that is a list', []],
    ['with a bound of a later draft', { exclusiveMinimum: 5 }],
    ['with an unknown type', { type: 'int' }],
    ['with a bound that is text', { minLength: '1' }],
    ['with a pattern that is none', { pattern: '(' }],
    ['with an empty enum', { enum: [] }],
    ['that refers to nothing', { $ref: '#/definitions/nothing' }],
    ['that refers to another place', { $ref: 'https://example.com/schema' }],
    ['that refers to an unknown model', { $ref: 'https://apigateway.amazonaws.com/restapis/a/models/Other' }],
  ])('%s', (_what, schema) => {
    expect(() => compileSchema(schema, noModels)).toThrow();
  });
});
