import { describe, expect, it } from 'vitest';
import { avroSchema } from '../../../../../lambdas/shared/avro/schema.ts';
import { Money } from '../../../../../lambdas/shared/money.ts';
import { parseAvroSchema } from '../../../../../schemas/compatibility/parse-avro-schema.ts';

const decimal = (precision = 19, scale = 4) => ({ type: 'bytes', logicalType: 'decimal', precision, scale });
const { type } = avroSchema(decimal());

describe('an Avro decimal', () => {
  it.each(['0', '0.0001', '-0.0001', '1.27', '-1.28', '0.0127', '0.0128', '-0.0128', '-0.0129', '377488.45'])(
    'keeps %s exactly',
    (text) => {
      expect(type.fromBuffer(type.toBuffer(Money(text))).toFixed()).toBe(text);
    },
  );

  it('keeps the largest and the smallest amount of its precision', () => {
    for (const text of ['999999999999999.9999', '-999999999999999.9999']) {
      expect(type.fromBuffer(type.toBuffer(Money(text))).toFixed()).toBe(text);
    }
  });

  it('is the unscaled value in as few bytes of two’s complement as hold it', () => {
    expect(type.toBuffer(Money('0.0127')).toString('hex')).toBe('027f');
    expect(type.toBuffer(Money('0.0128')).toString('hex')).toBe('040080');
    expect(type.toBuffer(Money('-0.0128')).toString('hex')).toBe('0280');
  });

  it('fills a fixed to its size, and is read from one', () => {
    const fixed = (size: number) => avroSchema({ ...decimal(), type: 'fixed', name: 'Amount', size }).type;
    expect(fixed(12).toBuffer(Money('0.0127')).toString('hex')).toBe(`${'00'.repeat(11)}7f`);
    expect(fixed(12).toBuffer(Money('-0.0128')).toString('hex')).toBe(`${'ff'.repeat(11)}80`);
    for (const size of [9, 16, 24]) {
      for (const text of ['0', '1.5', '-0.0129', '-999999999999999.9999']) {
        expect(
          fixed(size)
            .fromBuffer(fixed(size).toBuffer(Money(text)))
            .toFixed(),
        ).toBe(text);
      }
    }
    expect(() => fixed(2).toBuffer(Money('3.2768'))).toThrow('fixed');
  });

  it('is plain bytes where it is wrongly declared, to the codec as to the compatibility rules', () => {
    for (const wrong of [decimal(2, 4), decimal(0, 0), decimal(4, -1)]) {
      expect(avroSchema(wrong).type.typeName).toBe('bytes');
      expect(parseAvroSchema(wrong)).toMatchObject({ kind: 'primitive', name: 'bytes' });
      expect(parseAvroSchema(wrong)).not.toHaveProperty('decimal');
    }
  });

  it('refuses what does not fit, instead of rounding it', () => {
    expect(() => type.toBuffer(Money('0.00001'))).toThrow();
    expect(() => type.toBuffer(Money('1000000000000000'))).toThrow();
    expect(() => type.fromBuffer(Buffer.from(`22${'7f'.repeat(17)}`, 'hex'))).toThrow();
    expect(() => type.fromBuffer(Buffer.from('00', 'hex'))).toThrow();
  });

  it('is not read with another scale, which would change what it says', () => {
    const other = avroSchema(decimal(19, 2)).type;
    expect(() => other.createResolver(type)).toThrow();
  });

  it('is not read with another precision, as the specification asks', () => {
    for (const precision of [5, 25]) {
      const other = avroSchema(decimal(precision, 4)).type;
      expect(() => other.createResolver(type)).toThrow('cannot read');
    }
  });

  it('keeps each of many in one record, although avsc has one buffer for all', () => {
    const { type: list } = avroSchema({ type: 'array', items: decimal() });
    const amounts = Array.from({ length: 500 }, (_, index) => Money(`${index}.${index % 10}`));
    const read: Money[] = list.fromBuffer(list.toBuffer(amounts));
    expect(read.map((amount) => amount.toFixed())).toEqual(amounts.map((amount) => amount.toFixed()));
  });
});
