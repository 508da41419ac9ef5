import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { changedAttributes } from '../../../../lambdas/records/strategies/owned-fields.ts';
import { fromAttributes, type Tolerance } from '../../../../lambdas/records/values/attributes.ts';
import { avroSchema } from '../../../../lambdas/shared/avro/schema.ts';

const { type } = avroSchema({
  type: 'record',
  name: 'User',
  fields: [
    { name: 'name', type: 'string' },
    {
      name: 'address',
      type: { type: 'record', name: 'Address', fields: [{ name: 'city', type: 'string' }] },
    },
  ],
});
const DOCUMENT: Tolerance = { aliases: true, enumDefaults: true, carriesUnknown: true };

/** What a later release stored, as the document client reads it: every type that DynamoDB has. */
const stored = () => ({
  name: 'Ada',
  address: { city: 'Lille', doors: new Set(['a', 'b']), key: Uint8Array.of(0, 255) },
  tags: new Set(['x', 'y']),
  sizes: new Set([NumberValue.from('1'), NumberValue.from('12345678901234567890.12')]),
  photos: new Set([Uint8Array.of(1, 255)]),
  digest: Uint8Array.of(0, 255, 128),
  balance: NumberValue.from('12345678901234567890.12'),
  nothing: null,
  flags: [true, { inner: new Set(['z']) }],
});

describe('attributes that a release does not know', () => {
  it('stay what they are through an update of what it does know', () => {
    const changed = changedAttributes(type, stored(), { address: { city: 'Paris' } }, DOCUMENT);
    const { address, ...others } = stored();
    expect({ ...stored(), ...changed }).toEqual({ ...others, address: { ...address, city: 'Paris' } });
  });

  it('are answered in JSON: sets as lists, bytes as base64, digits in full', () => {
    expect(JSON.parse(JSON.stringify(fromAttributes(type, stored(), DOCUMENT)))).toEqual({
      name: 'Ada',
      // What is inside a known record follows the same rule.
      address: { city: 'Lille', doors: ['a', 'b'], key: 'AP8=' },
      tags: ['x', 'y'],
      sizes: [1, '12345678901234567890.12'],
      photos: ['Af8='],
      digest: 'AP+A',
      balance: '12345678901234567890.12',
      nothing: null,
      flags: [true, { inner: ['z'] }],
    });
  });

  it.each([
    ['a set', new Set(['city'])],
    ['bytes', Buffer.from('city')],
    ['a number', NumberValue.from('1')],
  ])('are no record: %s in the place of one is refused', (_, value) => {
    expect(() => fromAttributes(type, { name: 'Ada', address: value }, DOCUMENT)).toThrow(
      expect.objectContaining({ code: 'unreadable' }),
    );
  });
});
