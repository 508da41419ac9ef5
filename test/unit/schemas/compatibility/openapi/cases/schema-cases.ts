import { type ContractCase, carrying, object, valued } from './contract-case.ts';

const text = { type: 'string' };
const integer = { type: 'integer' };
const amount = object({ amount: text }, ['amount']);

/** Changes of the schemas that request and answer carry. */
export const SCHEMA_CASES: ContractCase[] = [
  { name: 'nothing changes', rules: [], before: carrying(amount), after: carrying(amount) },
  {
    name: 'only words for people change',
    rules: [],
    before: valued({ type: 'string', description: 'one', example: 'a' }),
    after: valued({ type: 'string', title: 'two', deprecated: true }),
  },
  // Properties
  {
    name: 'an optional property is added',
    rules: [],
    before: carrying(amount),
    after: carrying(object({ amount: text, channel: text }, ['amount'])),
  },
  {
    name: 'a required property is added',
    rules: ['required'],
    before: carrying(amount),
    after: carrying(object({ amount: text, channel: text }, ['amount', 'channel'])),
  },
  {
    name: 'an optional property is removed',
    rules: [],
    before: carrying(object({ amount: text, channel: text }, ['amount'])),
    after: carrying(amount),
  },
  {
    name: 'a required property is removed',
    rules: ['required'],
    before: carrying(object({ amount: text, channel: text }, ['amount', 'channel'])),
    after: carrying(amount),
  },
  {
    name: 'an optional property becomes required',
    rules: ['required'],
    before: valued(text, false),
    after: valued(text),
  },
  {
    name: 'a required property becomes optional',
    rules: ['required'],
    before: valued(text),
    after: valued(text, false),
  },
  {
    name: 'a required property is renamed',
    rules: ['required'],
    before: carrying(object({ name: text }, ['name'])),
    after: carrying(object({ fullName: text }, ['fullName'])),
  },
  {
    name: 'an optional property is added to closed objects',
    rules: ['additional-properties'],
    before: carrying(object({ amount: text }, ['amount'], { additionalProperties: false })),
    after: carrying(object({ amount: text, channel: text }, ['amount'], { additionalProperties: false })),
  },
  {
    name: 'an object with an optional property is closed to it',
    rules: ['additional-properties'],
    before: carrying(object({ amount: text, channel: text }, ['amount'])),
    after: carrying(object({ amount: text }, ['amount'], { additionalProperties: false })),
  },
  {
    name: 'an object that keeps its properties is closed',
    rules: [],
    before: carrying(amount),
    after: carrying(object({ amount: text }, ['amount'], { additionalProperties: false })),
  },
  {
    name: 'a map changes the type of its values',
    rules: ['type'],
    before: valued({ type: 'object', additionalProperties: text }),
    after: valued({ type: 'object', additionalProperties: integer }),
  },
  {
    name: 'a map becomes an object of named properties only',
    rules: ['additional-properties'],
    before: valued({ type: 'object', additionalProperties: text }),
    after: valued({ type: 'object', properties: { key: text }, additionalProperties: false }),
  },
  {
    name: 'a map gets a largest number of entries',
    rules: ['max-properties'],
    before: valued({ type: 'object', additionalProperties: text }),
    after: valued({ type: 'object', additionalProperties: text, maxProperties: 2 }),
  },
  {
    name: 'a map must not be empty any more',
    rules: ['min-properties'],
    before: valued({ type: 'object', additionalProperties: text }),
    after: valued({ type: 'object', additionalProperties: text, minProperties: 1 }),
  },
  {
    name: 'a property is forbidden',
    rules: ['forbidden'],
    before: carrying(object({ amount: text, note: text }, ['amount'])),
    after: carrying(object({ amount: text, note: false }, ['amount'])),
  },
  {
    name: 'the default of an optional property changes',
    rules: ['default'],
    before: valued({ type: 'string', default: 'web' }, false),
    after: valued({ type: 'string', default: 'store' }, false),
  },
  {
    name: 'an optional property loses its default',
    rules: ['default'],
    before: valued({ type: 'string', default: 'web' }, false),
    after: valued(text, false),
  },
  {
    name: 'a required property becomes read-only',
    rules: ['required'],
    before: carrying(object({ id: text, amount: text }, ['id', 'amount'])),
    after: carrying(object({ id: { ...text, readOnly: true }, amount: text }, ['id', 'amount'])),
  },
  {
    name: 'a required property becomes write-only',
    rules: ['required'],
    before: carrying(object({ id: text, amount: text }, ['id', 'amount'])),
    after: carrying(object({ id: { ...text, writeOnly: true }, amount: text }, ['id', 'amount'])),
  },
  // Types
  { name: 'an integer becomes a text', rules: ['type'], before: valued(integer), after: valued(text) },
  {
    name: 'an integer becomes a number',
    rules: ['type'],
    before: valued(integer),
    after: valued({ type: 'number' }),
  },
  {
    name: 'a text becomes an object',
    rules: ['type'],
    before: valued(text),
    after: valued(object({ text })),
  },
  {
    name: 'a value becomes a list of values',
    rules: ['type'],
    before: valued(text),
    after: valued({ type: 'array', items: text }),
  },
  {
    name: 'a property may be null',
    rules: ['nullable'],
    before: valued(text),
    after: valued({ type: ['string', 'null'] }),
  },
  {
    name: 'a property may be null, as an alternative',
    rules: ['type'],
    before: valued(text),
    after: valued({ anyOf: [text, { type: 'null' }] }),
  },
  {
    name: 'null is written in another way',
    rules: [],
    before: valued({ type: ['string', 'null'] }),
    after: valued({ oneOf: [text, { type: 'null' }] }),
  },
  {
    name: 'a type is added',
    rules: ['type'],
    before: valued(text),
    after: valued({ type: ['string', 'integer'] }),
  },
  { name: 'a value of any type gets a type', rules: ['type'], before: valued(true), after: valued(text) },
  // Listed values
  {
    name: 'a value is added to an enum',
    rules: ['enum'],
    before: valued({ type: 'string', enum: ['accepted', 'held'] }),
    after: valued({ type: 'string', enum: ['accepted', 'held', 'declined'] }),
  },
  {
    name: 'a value of an enum is renamed',
    rules: ['enum'],
    before: valued({ type: 'string', enum: ['accepted', 'held'] }),
    after: valued({ type: 'string', enum: ['accepted', 'kept'] }),
  },
  {
    name: 'a text becomes an enum',
    rules: ['enum'],
    before: valued(text),
    after: valued({ type: 'string', enum: ['GBP', 'EUR'] }),
  },
  {
    name: 'a constant changes',
    rules: ['const'],
    before: valued({ const: 'v1' }),
    after: valued({ const: 'v2' }),
  },
  {
    name: 'a constant becomes an enum that has it',
    rules: ['const'],
    before: valued({ const: 'charge' }),
    after: valued({ enum: ['charge', 'refund'] }),
  },
  {
    name: 'an enum becomes alternatives of constants',
    rules: [],
    before: valued({ enum: ['charge', 'refund'] }),
    after: valued({
      oneOf: [
        { const: 'charge', title: 'Charge' },
        { const: 'refund', title: 'Refund' },
      ],
    }),
  },
  {
    name: 'a boolean becomes always true',
    rules: ['const'],
    before: valued({ type: 'boolean' }),
    after: valued({ type: 'boolean', const: true }),
  },
  // Numbers
  {
    name: 'a minimum is added',
    rules: ['minimum'],
    before: valued(integer),
    after: valued({ type: 'integer', minimum: 1 }),
  },
  {
    name: 'a minimum is lowered',
    rules: ['minimum'],
    before: valued({ type: 'integer', minimum: 10 }),
    after: valued({ type: 'integer', minimum: 1 }),
  },
  {
    name: 'a maximum is lowered',
    rules: ['maximum'],
    before: valued({ type: 'integer', maximum: 1000 }),
    after: valued({ type: 'integer', maximum: 100 }),
  },
  {
    name: 'an inclusive minimum becomes exclusive',
    rules: ['minimum'],
    before: valued({ type: 'number', minimum: 0 }),
    after: valued({ type: 'number', exclusiveMinimum: 0 }),
  },
  {
    name: 'an integer above 0 is written as at least 1',
    rules: [],
    before: valued({ type: 'integer', exclusiveMinimum: 0 }),
    after: valued({ type: 'integer', minimum: 1 }),
  },
  {
    name: 'numbers become multiples of 5',
    rules: ['multiple-of'],
    before: valued(integer),
    after: valued({ type: 'integer', multipleOf: 5 }),
  },
  {
    name: 'multiples of 10 become multiples of 5',
    rules: ['multiple-of'],
    before: valued({ type: 'integer', multipleOf: 10 }),
    after: valued({ type: 'integer', multipleOf: 5 }),
  },
  {
    name: 'an int64 becomes an int32',
    rules: ['format'],
    before: valued({ type: 'integer', format: 'int64' }),
    after: valued({ type: 'integer', format: 'int32' }),
  },
  {
    name: 'listed integers become an int32, which one of them is not',
    rules: ['format'],
    before: valued({ enum: [1, 2 ** 40] }),
    after: valued({ enum: [1, 2 ** 40], format: 'int32' }),
  },
  {
    name: 'an integer within bounds becomes an int32',
    rules: [],
    before: valued({ type: 'integer', minimum: 0, maximum: 1000 }),
    after: valued({ type: 'integer', minimum: 0, maximum: 1000, format: 'int32' }),
  },
  // Text
  {
    name: 'a shortest length is added',
    rules: ['min-length'],
    before: valued(text),
    after: valued({ type: 'string', minLength: 1 }),
  },
  {
    name: 'a longest length grows',
    rules: ['max-length'],
    before: valued({ type: 'string', maxLength: 8 }),
    after: valued({ type: 'string', maxLength: 64 }),
  },
  {
    name: 'a longest length is added',
    rules: ['max-length'],
    before: valued(text),
    after: valued({ type: 'string', maxLength: 64 }),
  },
  {
    name: 'a pattern is added',
    rules: ['pattern'],
    before: valued(text),
    after: valued({ type: 'string', pattern: '^[A-Z]{3}$' }),
  },
  {
    name: 'a pattern changes',
    rules: ['pattern'],
    before: valued({ type: 'string', pattern: '^[A-Z]+$' }),
    after: valued({ type: 'string', pattern: '^[a-z]+$' }),
  },
  {
    name: 'an enum gets a pattern that some of its values lack',
    rules: ['pattern'],
    before: valued({ enum: ['GBP', 'gold'] }),
    after: valued({ enum: ['GBP', 'gold'], pattern: '^[A-Z]{3}$' }),
  },
  {
    name: 'a text becomes a date',
    rules: ['format'],
    before: valued(text),
    after: valued({ type: 'string', format: 'date' }),
  },
  {
    name: 'a date becomes a time',
    rules: ['format'],
    before: valued({ type: 'string', format: 'date' }),
    after: valued({ type: 'string', format: 'date-time' }),
  },
  // Lists
  {
    name: 'the elements of a list change their type',
    rules: ['type'],
    before: valued({ type: 'array', items: text }),
    after: valued({ type: 'array', items: integer }),
  },
  {
    name: 'the objects in a list get a required property',
    rules: ['required'],
    before: valued({ type: 'array', items: object({ sku: text }, ['sku']) }),
    after: valued({ type: 'array', items: object({ sku: text, count: integer }, ['sku', 'count']) }),
  },
  {
    name: 'a list must not be empty any more',
    rules: ['min-items'],
    before: valued({ type: 'array', items: text }),
    after: valued({ type: 'array', items: text, minItems: 1 }),
  },
  {
    name: 'a list gets a longest length',
    rules: ['max-items'],
    before: valued({ type: 'array', items: text }),
    after: valued({ type: 'array', items: text, maxItems: 3 }),
  },
  {
    name: 'the elements of a list become unique',
    rules: ['unique-items'],
    before: valued({ type: 'array', items: text }),
    after: valued({ type: 'array', items: text, uniqueItems: true }),
  },
  {
    name: 'the second place of a tuple changes its type',
    rules: ['type'],
    before: valued({ type: 'array', prefixItems: [text, text], items: false, minItems: 2 }),
    after: valued({ type: 'array', prefixItems: [text, integer], items: false, minItems: 2 }),
  },
];
