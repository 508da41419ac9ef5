import { type ContractCase, carrying, object, valued } from './contract-case.ts';

const text = { type: 'string' };
const integer = { type: 'integer' };
const card = object({ kind: { const: 'card' }, number: text }, ['kind', 'number']);
const bank = object({ kind: { const: 'bank' }, iban: text }, ['kind', 'iban']);
const cash = object({ kind: { const: 'cash' } }, ['kind']);
const upTo10 = { type: 'integer', maximum: 10 };
const from5 = { type: 'integer', minimum: 5 };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const tree = (leaf: unknown) => ({
  schemas: { Tree: object({ leaf, children: { type: 'array', items: ref('Tree') } }, ['leaf']) },
});

/** Changes of schemas that are put together from others. */
export const COMPOSITION_CASES: ContractCase[] = [
  {
    name: 'an alternative is added to oneOf',
    rules: ['alternatives'],
    before: carrying({ oneOf: [card, bank] }),
    after: carrying({ oneOf: [card, bank, cash] }),
  },
  {
    name: 'an alternative is removed from anyOf',
    rules: ['alternatives'],
    before: carrying({ anyOf: [card, bank, cash] }),
    after: carrying({ anyOf: [card, bank] }),
  },
  {
    name: 'the order of alternatives changes',
    rules: [],
    before: carrying({ oneOf: [card, bank] }),
    after: carrying({ oneOf: [bank, card] }),
  },
  {
    name: 'one alternative gets a required property',
    rules: ['required'],
    before: carrying({ oneOf: [card, bank] }),
    after: carrying({
      oneOf: [card, object({ kind: { const: 'bank' }, iban: text, bic: text }, ['kind', 'iban', 'bic'])],
    }),
  },
  {
    name: 'alternatives overlap where one only is accepted',
    rules: ['ambiguous-alternatives'],
    before: valued({ oneOf: [{ type: 'integer', maximum: 10 }, text] }),
    after: valued({
      oneOf: [{ type: 'integer', maximum: 10 }, { type: 'integer', minimum: 5, maximum: 10 }, text],
    }),
  },
  {
    name: 'the order of overlapping alternatives changes',
    rules: [],
    before: valued({ oneOf: [upTo10, from5] }),
    after: valued({ oneOf: [from5, upTo10] }),
  },
  {
    name: 'a single schema becomes alternatives that include it',
    rules: ['type'],
    before: valued(text),
    after: valued({ anyOf: [text, integer] }),
  },
  {
    name: 'a schema is taken apart into allOf',
    rules: [],
    before: carrying(object({ amount: text, currency: text }, ['amount', 'currency'])),
    after: carrying({
      allOf: [object({ amount: text }, ['amount']), object({ currency: text }, ['currency'])],
    }),
  },
  {
    name: 'allOf adds a bound',
    rules: ['max-length'],
    before: valued(text),
    after: valued({ allOf: [text, { maxLength: 8 }] }),
  },
  {
    name: 'allOf adds a required property',
    rules: ['required'],
    before: carrying(object({ amount: text }, ['amount'])),
    after: carrying({ allOf: [object({ amount: text }, ['amount']), object({ key: text }, ['key'])] }),
  },
  {
    name: 'a schema moves into components',
    rules: [],
    before: valued(object({ street: text }, ['street'])),
    after: carrying(object({ value: ref('Address') }, ['value']), {
      schemas: { Address: object({ street: text }, ['street']) },
    }),
  },
  {
    name: 'a schema that contains itself stays',
    rules: [],
    before: carrying(ref('Tree'), tree(text)),
    after: carrying(ref('Tree'), tree(text)),
  },
  {
    name: 'a schema that contains itself changes inside',
    rules: ['type'],
    before: carrying(ref('Tree'), tree(text)),
    after: carrying(ref('Tree'), tree(integer)),
  },
];
