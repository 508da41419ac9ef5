import { describe, expect, test } from 'vitest';
import { checkDefaults } from '../../../../schemas/compatibility/check-defaults.ts';
import { parseAvroSchemaText } from '../../../../schemas/compatibility/parse-avro-schema.ts';

const withDefault = (type: string, value: string) => () =>
  checkDefaults(
    parseAvroSchemaText(
      `{"type":"record","name":"R","fields":[{"name":"other","type":"int"},{"name":"size","type":${type},"default":${value}}]}`,
    ),
  );

const FIXED = '{"type":"fixed","name":"F","size":2,"logicalType":"decimal","precision":4,"scale":2}';
const ENUM = '{"type":"enum","name":"E","symbols":["A"]}';
const POINT =
  '{"type":"record","name":"P","fields":[{"name":"x","type":"int"},{"name":"y","type":"int","default":0}]}';

describe('a default is taken where it is a value of its type, as Avro 1.12 has it:', () => {
  test.each(
    [
      ['null', 'null'],
      ['"boolean"', 'false'],
      ['"int"', '-2147483648'],
      ['"long"', '9223372036854775807'],
      ['"long"', '-9223372036854775808'],
      ['"float"', '1'],
      ['"double"', '"NaN"'],
      ['"double"', '"-Infinity"'],
      ['"double"', '1e400'],
      ['"bytes"', '"\\u00ff"'],
      ['"string"', '"\\u20ac"'],
      ['["null","string"]', '"second branch"'],
      ['["string","null"]', 'null'],
      ['["null",{"type":"array","items":["null","long"]}]', '[null,9007199254740993]'],
      [FIXED, '"\\u0000\\u0001"'],
      [ENUM, '"A"'],
      [POINT, '{"x":1}'],
      ['{"type":"map","values":"int"}', '{"__proto__":1}'],
      ['["null","R"]', 'null'],
    ].map(([type = '', value = '']) => [type === 'null' ? '"null"' : type, value]),
  )('%s %s', (type, value) => {
    expect(withDefault(type as string, value as string)).not.toThrow();
  });
});

describe('a default is refused where it is none, and the message names the field:', () => {
  test.each([
    ['"int"', '2147483648'],
    ['"int"', '1.0'],
    ['"int"', '"large"'],
    ['"long"', '9223372036854775808'],
    ['"long"', '1e3'],
    ['"double"', '"nan"'],
    ['"bytes"', '"\\u20ac"'],
    ['["null","int"]', '"neither"'],
    ['{"type":"array","items":"int"}', '[1,"2"]'],
    [FIXED, '"\\u0000"'],
    [ENUM, '"B"'],
    [POINT, '{"y":1}'],
    ['"null"', '0'],
  ])('%s %s', (type, value) => {
    expect(withDefault(type, value)).toThrow(
      /the default of the field size is no value of its type.*\/fields\/1/,
    );
  });
});

test('a value that many ways through unions lead to is looked at once for each type', () => {
  // Two branches at each of 40 levels, and a value that fits none of them at the innermost.
  let type: unknown = 'int';
  let value: unknown = 'no int';
  for (let level = 0; level < 40; level += 1) {
    const branch = (name: string, inner: unknown) => ({
      type: 'record',
      name: `${name}${level}`,
      fields: [{ name: 'f', type: inner }],
    });
    const names = level === 0 ? 'int' : [`A${level - 1}`, `B${level - 1}`];
    type = [branch('A', type), branch('B', names)];
    value = { f: value };
  }
  expect(withDefault(JSON.stringify(type), JSON.stringify(value))).toThrow(/field size/);
});
