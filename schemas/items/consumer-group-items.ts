import type { ItemKey } from './item-key.ts';
import { type ItemLayout, MAP, NUMBER, TEXT } from './item-layout.ts';

/** The partition key that has one item for each consumer group of the journal. */
export const CONSUMER_GROUPS_KEY = 'GROUPS';

/** The partition keys of all checkpoints and replays begin with it. */
export const CONSUMER_GROUP_PREFIX = 'GROUP#';

export function consumerGroupKey(group: string): ItemKey {
  return { pk: CONSUMER_GROUPS_KEY, sk: group };
}

export function checkpointKey(group: string, partition: number): ItemKey {
  return { pk: `${CONSUMER_GROUP_PREFIX}${group}`, sk: `PARTITION#${partition}` };
}

export function replayKey(group: string): ItemKey {
  return { pk: `${CONSUMER_GROUP_PREFIX}${group}`, sk: 'REPLAY' };
}

/** A group exists from its first checkpoint on. Programs other than the replay service may have groups, too. */
export const CONSUMER_GROUP_ITEM: ItemLayout = {
  table: 'journal',
  name: 'group',
  owners: ['replay'],
  exampleKey: consumerGroupKey('<group>'),
  // ISO 8601, UTC.
  attributes: { type: TEXT, group: TEXT, createdAt: TEXT },
};

/** The next offset of a partition that a consumer group has not processed. */
export const CHECKPOINT_ITEM: ItemLayout = {
  table: 'journal',
  name: 'checkpoint',
  owners: ['replay'],
  exampleKey: checkpointKey('<group>', 0),
  // ISO 8601, UTC.
  attributes: { type: TEXT, group: TEXT, partition: NUMBER, next: NUMBER, updatedAt: TEXT },
};

/** The latest replay of a consumer group. */
export const REPLAY_ITEM: ItemLayout = {
  table: 'journal',
  name: 'replay',
  owners: ['replay'],
  exampleKey: replayKey('<group>'),
  attributes: {
    type: TEXT,
    group: TEXT,
    replayId: TEXT,
    // running, paused, completed or canceled.
    state: TEXT,
    // Offset by partition: of the first event, and of the first event that is not part of the replay.
    from: MAP,
    to: MAP,
    // Events sent, those that were sent again after a failure included.
    sent: NUMBER,
    // ISO 8601, UTC.
    startedAt: TEXT,
    updatedAt: TEXT,
  },
};
