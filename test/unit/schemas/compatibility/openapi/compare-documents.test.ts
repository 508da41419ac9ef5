import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { compareDocuments } from '../../../../../schemas/compatibility/openapi/compare-documents.ts';
import type { OpenApiRule } from '../../../../../schemas/compatibility/openapi/rule.ts';
import { ALL_CASES } from './cases/all-cases.ts';
import { api, carrying, json, object, query, valued } from './cases/contract-case.ts';

const text = { type: 'string' };

function compare(before: unknown, after: unknown) {
  return compareDocuments({ document: before }, { document: after });
}

/** Every rule; the types make sure that none is missing. */
const RULES: Record<OpenApiRule, true> = {
  path: true,
  method: true,
  'parameter-required': true,
  'parameter-moved': true,
  'parameter-style': true,
  'body-required': true,
  'body-missing': true,
  'media-type': true,
  security: true,
  'status-code': true,
  'header-required': true,
  type: true,
  nullable: true,
  enum: true,
  const: true,
  format: true,
  pattern: true,
  minimum: true,
  maximum: true,
  'multiple-of': true,
  'min-length': true,
  'max-length': true,
  'min-items': true,
  'max-items': true,
  'unique-items': true,
  required: true,
  'additional-properties': true,
  'min-properties': true,
  'max-properties': true,
  default: true,
  forbidden: true,
  alternatives: true,
  'ambiguous-alternatives': true,
  'not-comparable': true,
};

test('the table of executed changes has every rule but the one for what is not compared', () => {
  const used = new Set(ALL_CASES.flatMap(({ rules }) => rules));

  expect(Object.keys(RULES).filter((rule) => !used.has(rule as OpenApiRule))).toEqual(['not-comparable']);
  expect(ALL_CASES.length).toBeGreaterThanOrEqual(60);
  expect(new Set(ALL_CASES.map(({ name }) => name)).size).toBe(ALL_CASES.length);
});

test('a change names path, rule and what both versions say, whichever side is the sender', () => {
  const changes = compare(valued({ enum: ['a', 'b'] }), valued({ enum: ['a', 'c'] }));

  expect(changes).toEqual([
    {
      direction: 'request',
      upgrade: 'servers-first',
      path: 'POST /payments: body/value',
      rule: 'enum',
      before: 'a, b',
      after: 'a, c',
      message: 'An old client may send b, which a new server does not know.',
    },
    {
      direction: 'request',
      upgrade: 'clients-first',
      path: 'POST /payments: body/value',
      rule: 'enum',
      before: 'a, b',
      after: 'a, c',
      message: 'A new client may send c, which an old server does not know.',
    },
    {
      direction: 'response',
      upgrade: 'servers-first',
      path: 'POST /payments: 201/body/value',
      rule: 'enum',
      before: 'a, b',
      after: 'a, c',
      message: 'A new server may send c, which an old client does not know.',
    },
    {
      direction: 'response',
      upgrade: 'clients-first',
      path: 'POST /payments: 201/body/value',
      rule: 'enum',
      before: 'a, b',
      after: 'a, c',
      message: 'An old server may send b, which a new client does not know.',
    },
  ]);
});

test('in a callback, the server sends the request', () => {
  const withCallback = (schema: unknown) => {
    const document = api() as { paths: Record<string, Record<string, object>> };
    const callback = {
      '{$request.body#/callbackUrl}': (api({ body: json(schema) })['paths'] as object)['/payments' as never],
    };
    return {
      ...document,
      paths: {
        '/payments': { post: { ...document.paths['/payments']?.['post'], callbacks: { done: callback } } },
      },
    };
  };
  const changes = compare(withCallback(object({ id: text })), withCallback(object({ id: text }, ['id'])));

  expect(changes.map(({ direction, upgrade, path, rule }) => ({ direction, upgrade, path, rule }))).toEqual([
    {
      direction: 'response',
      upgrade: 'clients-first',
      path: 'POST /payments: callback POST done {$request.body#/callbackUrl}: body/id',
      rule: 'required',
    },
  ]);
});

test.each([
  ['not', { not: { const: 'a' } }],
  ['if', { if: { const: 'a' }, else: { minLength: 1 } }],
  ['contains', { type: 'array', items: text, contains: { const: 'a' } }],
  ['patternProperties', { type: 'object', patternProperties: { '^x': text } }],
  ['dependentRequired', { type: 'object', dependentRequired: { a: ['b'] } }],
])('%s is a break unless both sides have the same', (_keyword, schema) => {
  expect(compare(valued(schema), valued(structuredClone(schema)))).toEqual([]);

  const rules = compare(valued({ ...('type' in schema && { type: schema.type }) }), valued(schema)).map(
    ({ rule }) => rule,
  );
  expect(rules).toContain('not-comparable');
});

test('properties that a sender has by pattern count for the names of the receiver', () => {
  const byPattern = { type: 'object', patternProperties: { '^x': text }, additionalProperties: false };
  const changes = compare(
    valued(byPattern),
    valued(object({ x1: { type: 'integer' } }, [], { additionalProperties: false })),
  );

  expect(
    changes
      .filter(({ upgrade, direction }) => upgrade === 'servers-first' && direction === 'request')
      .map(({ rule, path }) => [rule, path]),
  ).toEqual([
    ['type', 'POST /payments: body/value/x1'],
    ['additional-properties', 'POST /payments: body/value/*'],
  ]);
  expect(compare(valued(byPattern), valued(structuredClone(byPattern)))).toEqual([]);
});

test.each([
  ['itself', { $ref: '#/components/schemas/Node' }],
  ['itself in allOf', { allOf: [{ $ref: '#/components/schemas/Node' }, text] }],
  ['itself as an alternative', { anyOf: [{ $ref: '#/components/schemas/Node' }, text] }],
  ['itself as the only property', object({ next: { $ref: '#/components/schemas/Node' } }, ['next'])],
  [
    'itself with more in allOf',
    object({ next: { allOf: [{ $ref: '#/components/schemas/Node' }, { minProperties: 1 }] } }),
  ],
  [
    'itself in elements of alternatives',
    { oneOf: [text, { type: 'array', items: { $ref: '#/components/schemas/Node' } }] },
  ],
])('a schema that is %s is compared to an end', (_name, Node) => {
  const document = carrying({ $ref: '#/components/schemas/Node' }, { schemas: { Node } });

  expect(compare(document, structuredClone(document))).toEqual([]);
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is a name as any other', (name) => {
  const property = (required: boolean) =>
    parse(`
openapi: 3.1.0
paths:
  /payments:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              properties: { "${name}": { type: string } }
              ${required ? `required: ["${name}"]` : ''}
      responses: { "201": { description: created } }
`);

  expect(compare(property(false), property(false))).toEqual([]);
  expect(compare(property(false), property(true)).map(({ path, rule }) => [rule, path])).toEqual([
    ['required', `POST /payments: body/${name}`],
  ]);
  expect(({} as Record<string, unknown>)['type']).toBeUndefined();
});

test('a reference to what every object inherits refers to nothing', () => {
  const document = carrying({ $ref: '#/components/schemas/constructor' }, { schemas: {} });

  expect(() => compare(document, document)).toThrow(
    '#/components/schemas/constructor: there is nothing at this place',
  );
});

test.each([
  [
    'parameters that refer to each other',
    api({
      parameters: [{ $ref: '#/components/parameters/a' }],
      components: {
        parameters: { a: { $ref: '#/components/parameters/b' }, b: { $ref: '#/components/parameters/a' } },
      },
    }),
    'refer to each other',
  ],
  [
    'a parameter without a name',
    api({ parameters: [{ in: 'query' }] }),
    'a parameter needs a name and a place',
  ],
  ['a pattern that is none', valued({ enum: ['a'], pattern: '(' }), 'is no regular expression'],
  ['a security scheme that is missing', api({ security: [{ key: [] }] }), 'there is no security scheme key'],
  [
    'a schema that is a text',
    api({ parameters: [query('limit', 'integer')] }),
    'a schema is an object or a boolean',
  ],
  ['no object', [], 'it is no object'],
  ['Swagger', { swagger: '2.0' }, 'only OpenAPI 3.1 is compared'],
])('%s cannot be compared', (_name, document, message) => {
  expect(() => compare(document, document)).toThrow(message);
});

test('more combinations of alternatives than can be looked at are refused', () => {
  const part = (index: number) => ({
    anyOf: Array.from({ length: 4 }, (_, one) => object({ [`p${index}`]: { const: one } }, [`p${index}`])),
  });
  const document = carrying({ allOf: Array.from({ length: 8 }, (_, index) => part(index)) });

  expect(() => compare(document, document)).toThrow('more than 256 combinations of alternatives');
});
