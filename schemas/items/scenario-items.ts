import type { ItemKey } from './item-key.ts';
import { type ItemLayout, MAP, TEXT } from './item-layout.ts';

/** What a scenario promises to readers of a profile, whatever its own attributes are called. */
export function profileViewKey(userId: string): ItemKey {
  return { pk: `PROFILE-VIEW#${userId}`, sk: 'V1' };
}

/** The first or second item of a pair that a scenario writes. Not an order's key, so that no consumer acts on it. */
export function pairKey(pair: string, which: 'FIRST' | 'SECOND'): ItemKey {
  return { pk: `PAIR#${pair}`, sk: which };
}

export function backfillCheckpointKey(name: string): ItemKey {
  return { pk: `BACKFILL#${name}`, sk: 'CHECKPOINT' };
}

/** An order that a benchmark puts directly, as its floor. */
export function benchmarkOrderKey(orderId: string): ItemKey {
  return { pk: `BENCH#${orderId}`, sk: 'ORDER' };
}

export const PROFILE_VIEW_ITEM: ItemLayout = {
  table: 'shared',
  name: 'profile-view',
  owners: ['scenarios'],
  exampleKey: profileViewKey('<userId>'),
  attributes: { type: TEXT, userId: TEXT, name: TEXT },
};

export const PAIR_ITEM: ItemLayout = {
  table: 'shared',
  name: 'pair',
  owners: ['scenarios'],
  exampleKey: pairKey('<pair>', 'FIRST'),
  attributes: { type: TEXT },
};

/** How far a backfill has come. */
export const BACKFILL_CHECKPOINT_ITEM: ItemLayout = {
  table: 'shared',
  name: 'checkpoint',
  owners: ['scenarios'],
  exampleKey: backfillCheckpointKey('<name>'),
  // The key of the last item that was visited.
  attributes: { type: TEXT, position: MAP },
};
