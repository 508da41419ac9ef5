import type { ItemKey } from './item-key.ts';
import { type ItemLayout, NUMBER, optional, TEXT } from './item-layout.ts';

/** The partition keys of all profiles begin with it. */
export const PROFILE_PREFIX = 'USER#';

export function profileKey(userId: string): ItemKey {
  return { pk: `${PROFILE_PREFIX}${userId}`, sk: 'PROFILE' };
}

/** A user. Every update increments `version`, on condition that it has not changed since it was read. */
export const PROFILE_ITEM: ItemLayout = {
  table: 'shared',
  name: 'profile',
  owners: ['profiles'],
  exampleKey: profileKey('<userId>'),
  attributes: {
    type: TEXT,
    userId: TEXT,
    name: TEXT,
    age: NUMBER,
    // Since release v2.
    email: optional(TEXT),
    version: NUMBER,
  },
};
