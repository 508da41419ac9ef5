import type { ItemKey } from './item-key.ts';
import { type ItemLayout, NUMBER, TEXT } from './item-layout.ts';

const OFFSET_DIGITS = 8;

/** The partition key of everything that one log of the ordering lab has. */
export function logPartitionKey(log: string): string {
  return `LOG#${log}`;
}

export function logHeadKey(log: string): ItemKey {
  return { pk: logPartitionKey(log), sk: 'HEAD' };
}

/** All sort keys of effects have the same length, so that they sort as the offsets do. */
export function effectKey(log: string, offset: number): ItemKey {
  return { pk: logPartitionKey(log), sk: `EFFECT#${String(offset).padStart(OFFSET_DIGITS, '0')}` };
}

/** The next free offset of a log. */
export const ORDERING_HEAD_ITEM: ItemLayout = {
  table: 'ordering',
  name: 'head',
  owners: ['ordering'],
  exampleKey: logHeadKey('<log>'),
  attributes: { next: NUMBER },
};

/** That a message took effect, in the order in which messages did. */
export const ORDERING_EFFECT_ITEM: ItemLayout = {
  table: 'ordering',
  name: 'effect',
  owners: ['ordering'],
  exampleKey: effectKey('<log>', 42),
  attributes: {
    type: TEXT,
    group: TEXT,
    // The place of the message in the order in which all were sent.
    position: NUMBER,
    // How often the message had been received.
    receives: NUMBER,
    // The execution environment, by a random id.
    environment: TEXT,
    // Milliseconds of the epoch: when work on the message began and ended.
    startedAt: NUMBER,
    endedAt: NUMBER,
  },
};
