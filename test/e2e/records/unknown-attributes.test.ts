import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { recordKey } from '../../../schemas/items/storage-lab-items.ts';
import { plant, recordsTable } from './records-table.ts';
import { strategyOf } from './releases.ts';

const table = recordsTable();

/** Types of DynamoDB that no schema here has: what another program, or a release to come, may store. */
const UNKNOWN = {
  tags: new Set(['x', 'y']),
  sizes: new Set([NumberValue.from('1'), NumberValue.from('12345678901234567890.12')]),
  photos: new Set([Uint8Array.of(1, 255)]),
  digest: Uint8Array.of(0, 255, 128),
  nested: { inner: new Set(['z']), bytes: Uint8Array.of(7) },
};
const KNOWN = { userId: 'ada', name: 'Ada', age: NumberValue.from('36') };

it.each(['document', 'columns'] as const)(
  'sets and bytes that a release does not know stay what they are through its update: %s',
  async (strategy) => {
    const key = recordKey(strategy, 'profile', 'ada');
    const planted = { ...KNOWN, ...UNKNOWN };
    await plant(table, key, strategy === 'document' ? { document: planted } : planted);
    const stored = async () => {
      const row = (await table.raw(key)) as Record<string, { M?: Record<string, unknown> }>;
      return strategy === 'document' ? row['document']?.M : row;
    };
    const before = await stored();

    await strategyOf(table, strategy)(1).update('ada', { age: 37 }, 'safe');
    const { age, ...rest } = (await stored()) ?? {};
    expect(age).toEqual({ N: '37' });
    for (const name of Object.keys(UNKNOWN)) expect([name, rest[name]]).toEqual([name, before?.[name]]);
  },
);

it('sets and bytes that a release does not know are answered as lists and base64', async () => {
  await plant(table, recordKey('document', 'profile', 'grace'), {
    document: { ...KNOWN, userId: 'grace', ...UNKNOWN },
  });
  const { value } = await strategyOf(table, 'document')(1).get('grace');
  expect(value).toMatchObject({
    tags: ['x', 'y'],
    sizes: [1, '12345678901234567890.12'],
    photos: ['Af8='],
    digest: 'AP+A',
    nested: { inner: ['z'], bytes: 'Bw==' },
  });
});
