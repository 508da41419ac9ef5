import { describe, expect, test } from 'vitest';
import { equalityForm, parsingCanonicalForm } from '../../../../schemas/compatibility/canonical-form.ts';
import { parseAvroSchemaText } from '../../../../schemas/compatibility/parse-avro-schema.ts';

const pcf = (text: string) => parsingCanonicalForm(parseAvroSchemaText(text));
const form = (text: string) => equalityForm(parseAvroSchemaText(text));

/** Field `f` of a record, with other members of the field or of the record. */
const record = (type: string, ofField = '', ofRecord = '"name":"a.R"') =>
  `{"type":"record",${ofRecord},"fields":[{"name":"f","type":${type}${ofField}}]}`;

describe('the Parsing Canonical Form', () => {
  test.each([
    ['{"type":"int"}', '"int"'],
    ['{"type":"int","logicalType":"date"}', '"int"'],
    ['{"items":{"type":"null"},"type":"array"}', '{"type":"array","items":"null"}'],
    ['[]', '[]'],
    [
      '{"namespace":"x.y","doc":"d","symbols":["A"],"type":"enum","default":"A","name":"E"}',
      '{"name":"x.y.E","type":"enum","symbols":["A"]}',
    ],
    [
      '{"type":"fixed","size":2,"name":"a.b.F","namespace":"x.y"}',
      '{"name":"a.b.F","type":"fixed","size":2}',
    ],
    [
      '{"type":"error","name":"E","namespace":"n","aliases":["O"],"fields":[{"name":"next","type":["null","E"],"default":null,"order":"ignore"}]}',
      '{"name":"n.E","type":"record","fields":[{"name":"next","type":["null","n.E"]}]}',
    ],
  ])('of %s is %s', (text, expected) => {
    expect(pcf(text)).toBe(expected);
  });
});

describe('one schema, however it is written:', () => {
  test.each([
    [
      'white space and the order of members',
      record('"int"'),
      ` { "fields" : [ {"type":"int", "name":"f"} ],
      "name":"a.R", "type":"record" }`,
    ],
    [
      'a full name, or name and namespace',
      record('"int"'),
      record('"int"', '', '"name":"R","namespace":"a"'),
    ],
    ['a primitive within an object', record('"int"'), record('{"type":"int"}')],
    ['the order that fields have anyway', record('"int"'), record('"int"', ',"order":"ascending"')],
    ['no aliases', record('"int"'), record('"int"', ',"aliases":[]')],
    [
      'aliases in another order',
      record('"int"', ',"aliases":["x","y"]'),
      record('"int"', ',"aliases":["y","x"]'),
    ],
    [
      'an alias in full',
      record('"int"', '', '"name":"a.R","aliases":["O"]'),
      record('"int"', '', '"name":"a.R","aliases":["a.O"]'),
    ],
    [
      'an inherited namespace',
      record('{"type":"fixed","name":"F","size":1}'),
      record('{"type":"fixed","name":"F","namespace":"a","size":1}'),
    ],
    [
      'a number in another form',
      record('"double"', ',"default":1.0'),
      record('"double"', ',"default":10e-1'),
    ],
    [
      'a scale of 0',
      '{"type":"bytes","logicalType":"decimal","precision":4}',
      '{"precision":4,"scale":0,"type":"bytes","logicalType":"decimal"}',
    ],
    ['members that mean nothing where they stand', '"int"', '{"type":"int","doc":"a number"}'],
    [
      'own properties in another order',
      '{"type":"int","x":{"a":1,"b":2}}',
      '{"x":{"b":2,"a":1},"type":"int"}',
    ],
  ])('%s', (_what, one, other) => {
    expect(form(other)).toBe(form(one));
  });
});

describe('two schemas:', () => {
  test.each([
    ['another default', record('"int"', ',"default":1'), record('"int"', ',"default":2')],
    ['a default, or none', record('"int"'), record('"int"', ',"default":1')],
    ['another order', record('"int"'), record('"int"', ',"order":"descending"')],
    ['documentation', record('"int"'), record('"int"', ',"doc":"a number"')],
    ['another alias', record('"int"', ',"aliases":["x"]'), record('"int"', ',"aliases":["y"]')],
    ['a logical type', record('"int"'), record('{"type":"int","logicalType":"date"}')],
    [
      'a number beyond 2^53 in a property',
      '{"type":"int","x":9007199254740993}',
      '{"type":"int","x":9007199254740992}',
    ],
    ['branches in another order', '["null","int"]', '["int","null"]'],
    ['the sign of a zero', record('"double"', ',"default":0.0'), record('"double"', ',"default":-0.0')],
  ])('%s', (_what, one, other) => {
    expect(form(other)).not.toBe(form(one));
  });
});
