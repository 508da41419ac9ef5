import { expect, it } from 'vitest';
import { layoutFaults } from '../../../../schemas/items/layout-faults.ts';
import { PROFILE_ITEM } from '../../../../schemas/items/profile-item.ts';
import { RECORD_ITEM } from '../../../../schemas/items/storage-lab-items.ts';

const profile = {
  pk: { S: 'p' },
  sk: { S: 's' },
  type: { S: 'profile' },
  userId: { S: 'ada' },
  name: { S: 'Ada' },
  age: { N: '36' },
  version: { N: '1' },
};

it('accepts an item without optional attributes, and with them', () => {
  expect(layoutFaults(PROFILE_ITEM, profile)).toEqual([]);
  expect(layoutFaults(PROFILE_ITEM, { ...profile, email: { S: 'ada@example.com' } })).toEqual([]);
});

it.each([
  ['a missing attribute', ({ age: _age, ...rest }: typeof profile) => rest, ['age: missing']],
  ['another type', (item) => ({ ...item, age: { S: '36' } }), ['age: S instead of N']],
  [
    'an attribute that is not in the layout',
    (item) => ({ ...item, vip: { BOOL: true } }),
    ['vip: not in the layout'],
  ],
  ['the type of another item', (item) => ({ ...item, type: { S: 'order' } }), ['type: not profile']],
] satisfies [string, (item: typeof profile) => object, string[]][])('reports %s', (_, change, faults) => {
  expect(layoutFaults(PROFILE_ITEM, Object.assign({}, change(profile)))).toEqual(faults);
});

it('accepts any other attribute in an open layout', () => {
  const record = {
    pk: { S: 'p' },
    sk: { S: 's' },
    subject: { S: 'order' },
    version: { N: '1' },
    updatedAt: { S: 't' },
  };
  expect(layoutFaults(RECORD_ITEM, { ...record, document: { M: {} } })).toEqual([]);
});
