import { describe, expect, it } from 'vitest';
import { avroSchema } from '../../../../../lambdas/shared/avro/schema.ts';
import { wellFormedness } from '../../../../../lambdas/shared/avro/well-formed.ts';

function check(schema: unknown, hex: string, limits?: Parameters<typeof wellFormedness>[1]) {
  return () => wellFormedness(schema, limits)(Buffer.from(hex, 'hex'));
}

const refused = expect.objectContaining({ code: 'malformed-event' });

describe('bytes from outside', () => {
  it('may not claim more items than any real value has', () => {
    // Thirty million nulls in five bytes.
    expect(check({ type: 'array', items: 'null' }, '808ece1c00')).toThrow(refused);
    expect(check({ type: 'array', items: 'null' }, '0600', { items: 3, depth: 1 })).not.toThrow();
    expect(check({ type: 'array', items: 'null' }, '0400', { items: 1, depth: 1 })).toThrow(refused);
  });

  it('may not claim more bytes than there are, nor fewer than none', () => {
    expect(check('string', '0a41')).toThrow(refused);
    expect(check('bytes', '01')).toThrow(refused);
    expect(check({ type: 'fixed', name: 'F', size: 3 }, '0102')).toThrow(refused);
    expect(check('double', '00')).toThrow(refused);
    expect(check('long', 'ffffffffffffffffffff01')).toThrow(refused);
  });

  it('may not hold a long that the decoder would turn into another one', () => {
    expect(check('long', 'ffffffffffffff0f')).not.toThrow(); // -2^52
    expect(check('long', '8180808080808010')).toThrow(refused); // -2^52 - 1
    expect(check('long', '8280808080808010')).not.toThrow(); // 2^52 + 1
  });

  it('may not leave anything behind the value', () => {
    expect(check('boolean', '01')).not.toThrow();
    expect(check('boolean', '0100')).toThrow(refused);
  });

  it('may not have symbols, branches or truth values that do not exist', () => {
    expect(check({ type: 'enum', name: 'E', symbols: ['A', 'B'] }, '02')).not.toThrow();
    expect(check({ type: 'enum', name: 'E', symbols: ['A', 'B'] }, '04')).toThrow(refused);
    expect(check(['null', 'int'], '04')).toThrow(refused);
    expect(check(['null', 'int'], '01')).toThrow(refused);
    expect(check('boolean', '02')).toThrow(refused);
  });

  it('may not have an int beyond 32 bits', () => {
    expect(check('int', 'feffffff0f')).not.toThrow();
    expect(check('int', 'ffffffff0f')).not.toThrow();
    expect(check('int', '8080808010')).toThrow(refused);
  });

  it('may not have text that is not UTF-8', () => {
    expect(check('string', '04c3a9')).not.toThrow();
    expect(check('string', '04c328')).toThrow(refused);
  });

  it('may not have the map key that sets a prototype', () => {
    const key = Buffer.from('__proto__').toString('hex');
    expect(check({ type: 'map', values: 'int' }, `02024102 00`.replaceAll(' ', ''))).not.toThrow();
    expect(check({ type: 'map', values: 'int' }, `0212${key}0200`)).toThrow(refused);
  });

  it('may not be nested without end', () => {
    const list = {
      type: 'record',
      name: 'List',
      namespace: 'a',
      fields: [{ name: 'next', type: ['null', 'List'] }],
    };
    expect(check(list, '0202'.repeat(5).concat('00'))).not.toThrow();
    expect(check(list, '02'.repeat(100).concat('00'))).toThrow(refused);
  });

  it('pass when a codec wrote them, in blocks with or without their size', () => {
    const schema = {
      type: 'record',
      name: 'All',
      fields: [
        { name: 'a', type: { type: 'map', values: { type: 'array', items: ['null', 'long'] } } },
        { name: 'b', type: 'float' },
        { name: 'c', type: { type: 'fixed', name: 'F', size: 2 } },
        { name: 'd', type: 'F' },
      ],
    };
    const bytes = avroSchema(schema).type.toBuffer({
      a: { x: [null, { long: 2 ** 40 }], y: [] },
      b: 1.5,
      c: Buffer.from('ab'),
      d: Buffer.from('cd'),
    });
    expect(() => wellFormedness(schema)(bytes)).not.toThrow();
    expect(check({ type: 'array', items: 'int' }, '0304020400')).not.toThrow();
  });
});
