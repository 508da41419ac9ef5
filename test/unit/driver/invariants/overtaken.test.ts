import { expect, test } from 'vitest';
import { countOvertaken } from '../../../../driver/invariants/overtaken.ts';

/** `a0 b1`: the message at position 0, of group a, took effect, and then the one at position 1, of group b. */
const effects = (text: string) =>
  text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => ({ group: word.charAt(0), position: Number(word.slice(1)) }));

test.each([
  ['nothing at all', '', { messages: 0, repeated: 0, withinGroups: 0, acrossGroups: 0 }],
  ['all in order', 'a0 b1 a2 b3', { messages: 4, repeated: 0, withinGroups: 0, acrossGroups: 0 }],
  [
    'groups that pass each other',
    'b1 b3 a0 a2',
    { messages: 4, repeated: 0, withinGroups: 0, acrossGroups: 2 },
  ],
  [
    'one that is overtaken in its group',
    'a2 a0 b1',
    { messages: 3, repeated: 0, withinGroups: 1, acrossGroups: 2 },
  ],
  [
    'one that is overtaken by two',
    'a2 a3 a0',
    { messages: 3, repeated: 0, withinGroups: 1, acrossGroups: 1 },
  ],
  [
    'two that are overtaken by one',
    'a2 a0 a1',
    { messages: 3, repeated: 0, withinGroups: 2, acrossGroups: 2 },
  ],
  [
    'a repeated effect, which overtakes nothing',
    'a0 a1 a0',
    { messages: 2, repeated: 1, withinGroups: 0, acrossGroups: 0 },
  ],
  [
    'a gap, which is not about order',
    'a0 a5',
    { messages: 2, repeated: 0, withinGroups: 0, acrossGroups: 0 },
  ],
])('%s', (_case, text, expected) => {
  expect(countOvertaken(effects(text))).toEqual(expected);
});
