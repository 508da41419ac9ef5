import { describe, expect, it } from 'vitest';
import { avroSchema } from '../../../../../lambdas/shared/avro/schema.ts';
import { AvroReader, encode } from '../../../../../lambdas/shared/avro/single-object.ts';

const v1 = avroSchema({
  type: 'record',
  name: 'User',
  fields: [
    { name: 'name', type: 'string' },
    { name: 'nick', type: ['null', 'string'], default: null },
  ],
});
const v2 = avroSchema({
  type: 'record',
  name: 'User',
  fields: [
    { name: 'name', type: 'string' },
    { name: 'nick', type: ['null', 'string'], default: null },
    { name: 'age', type: 'int', default: -1 },
  ],
});

describe('single-object encoding', () => {
  it('puts C3 01 and the fingerprint of the writer schema in front', () => {
    const bytes = encode(v1, { name: 'Ada', nick: null });
    expect(bytes.subarray(0, 2).toString('hex')).toBe('c301');
    expect(bytes.subarray(2, 10).toString('hex')).toBe(v1.fingerprint);
  });

  it('lets a newer reader read what an older writer wrote, with the default', () => {
    const reader = new AvroReader(v2, [v1, v2]);
    expect(reader.decode(encode(v1, { name: 'Ada', nick: { string: 'A' } }))).toEqual({
      name: 'Ada',
      nick: { string: 'A' },
      age: -1,
    });
  });

  it('lets an older reader read what a newer writer wrote, without what it does not know', () => {
    const reader = new AvroReader(v1, [v1, v2]);
    expect(reader.decode(encode(v2, { name: 'Ada', nick: null, age: 36 }))).toEqual({
      name: 'Ada',
      nick: null,
    });
  });

  it('tells an unknown writer from bytes that are no record at all', () => {
    const reader = new AvroReader(v1, [v1]);
    expect(() => reader.decode(encode(v2, { name: 'Ada', nick: null, age: 36 }))).toThrow(
      expect.objectContaining({ code: 'unknown-schema' }),
    );
    for (const bytes of [Buffer.alloc(0), Buffer.from('{"name":"Ada"}'), Buffer.from('c301', 'hex')]) {
      expect(() => reader.decode(bytes)).toThrow(expect.objectContaining({ code: 'malformed-event' }));
    }
  });

  it('refuses bytes that are cut off or have something behind them', () => {
    const reader = new AvroReader(v1, [v1]);
    const whole = encode(v1, { name: 'Ada', nick: null });
    for (const bytes of [whole.subarray(0, -1), Buffer.concat([whole, Buffer.from([0])])]) {
      expect(() => reader.decode(bytes)).toThrow(expect.objectContaining({ code: 'malformed-event' }));
    }
  });

  it.each([
    ['short', 'a\ud800b'],
    ['long', `${'a'.repeat(500)}\udc00`],
  ])('refuses a %s text with half a surrogate pair, for which there is no UTF-8', (_length, name) => {
    expect(() => encode(v1, { name, nick: null })).toThrow(/not well-formed Unicode: (name|nick.string)$/);
    expect(() => encode(v1, { name: 'Ada', nick: { string: name } })).toThrow(
      /not well-formed Unicode: (name|nick.string)$/,
    );
  });

  it('takes every other text, the replacement character among them', () => {
    for (const name of ['\ufffd', '\ud83d\ude00', '\ud7ff\ue000', 'é'.repeat(300)]) {
      const bytes = encode(v1, { name, nick: null });
      expect(new AvroReader(v1, [v1]).decode(bytes)).toMatchObject({ name });
    }
  });

  it('says where a value does not fit its schema, and not what it is', () => {
    expect(() => encode(v1, { name: 42 })).toThrow(/^a value does not fit its Avro schema: name$/);
  });
});
