import fc from 'fast-check';
import { type ContractCase, messageCase } from './contract-case.ts';

const TYPES = [
  ...[
    'int32',
    'int64',
    'uint32',
    'uint64',
    'sint32',
    'sint64',
    'fixed32',
    'sfixed64',
    'bool',
    'float',
    'double',
  ],
  ...['string', 'bytes', 'Level', 'Rank', 'Part', 'Item'],
];
const KEYS = ['int32', 'int64', 'uint32', 'bool', 'string'];
const LABELS = ['', '', 'optional ', 'repeated ', 'oneof', 'map'];

/** Of a few names, numbers and types, so that two messages often have something in common. */
const field = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'some_d'),
  number: fc.integer({ min: 1, max: 4 }),
  type: fc.constantFrom(...TYPES),
  label: fc.constantFrom(...LABELS),
  key: fc.constantFrom(...KEYS),
  jsonName: fc.constantFrom(undefined, undefined, undefined, 'a', 'e'),
});
type Field = typeof field extends fc.Arbitrary<infer F> ? F : never;

/** An enum of 0 alone has nothing to send where there is no presence; it is predicted to break all the same. */
const values = fc.uniqueArray(fc.constantFrom('X', 'Y', 'Z'), { minLength: 2, maxLength: 3 });

const message = fc
  .record({
    fields: fc.uniqueArray(field, { maxLength: 4, comparator: clash }),
    level: values,
    rank: values,
    part: fc.constantFrom(
      'string id = 1;',
      'bytes id = 1;',
      'int32 id = 1; string key = 2;',
      'Item item = 1;',
    ),
  })
  .map(render);

/** Names of JSON and names of fields must differ as well. */
function clash(one: Field, other: Field): boolean {
  const names = ({ name, jsonName }: Field) => [camel(name), jsonName ?? camel(name)];
  return one.number === other.number || names(one).some((name) => names(other).includes(name));
}

function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

interface Parts {
  fields: Field[];
  level: string[];
  rank: string[];
  part: string;
}

function render({ fields, level, rank, part }: Parts): string {
  const declare = ({ name, number, type, label, key, jsonName }: Field) => {
    const options = jsonName === undefined ? '' : ` [json_name = "${jsonName}"]`;
    const typed = label === 'map' ? `map<${key}, ${type}> ` : `${label === 'oneof' ? '' : label}${type} `;
    return `${typed}${name} = ${number}${options};`;
  };
  const inOneof = fields.filter(({ label }) => label === 'oneof');
  const oneof = inOneof.length > 0 ? `oneof choice { ${inOneof.map(declare).join(' ')} }` : '';
  const enumOf = (name: string, names: string[]) =>
    `enum ${name} { ${names.map((value, number) => `${name.toUpperCase()}_${value} = ${number};`).join(' ')} }`;
  return [
    ...fields.filter(({ label }) => label !== 'oneof').map(declare),
    oneof,
    enumOf('Level', level),
    enumOf('Rank', rank),
    `message Part { ${part} }`,
  ].join(' ');
}

/** Pairs of messages, the same ones for the same seed. */
export function randomCases(count: number, seed: number): ContractCase[] {
  return fc
    .sample(fc.tuple(message, message), { numRuns: count, seed })
    .map(([before, after], index) => messageCase(`${index}`, before, after, []));
}
