import { describe, expect, it } from 'vitest';
import { countEffects } from '../../../../driver/invariants/effects.ts';

/** `a0 b1`: message a with sequence 0, then message b with sequence 1. */
const log = (text: string) => ({
  effects: text
    .split(' ')
    .filter((effect) => effect !== '')
    .map((effect) => ({ messageId: effect.slice(0, 1), sequence: Number(effect.slice(1)) })),
});
const SENT = ['a', 'b', 'c'];

describe('effects in a log', () => {
  it('are complete when each message has one, in order', () => {
    expect(countEffects(SENT, [log('a0 b1 c2')])).toEqual({
      lost: [],
      doubled: [],
      excess: 0,
      reordered: [],
      unexpected: [],
    });
  });

  it('are lost where a message has none', () => {
    expect(countEffects(SENT, [log('a0 c2')]).lost).toEqual(['b']);
    expect(countEffects(SENT, []).lost).toEqual(SENT);
  });

  it('are doubled where a message has more than one, in one place or in two', () => {
    expect(countEffects(SENT, [log('a0 a0 b1 c2 a0')])).toMatchObject({ doubled: ['a'], excess: 2 });
    expect(countEffects(SENT, [log('a0 b1'), log('b1 c2')])).toMatchObject({ doubled: ['b'], excess: 1 });
  });

  it.each([
    ['a message after a later one', 'b1 a0 c2', ['a']],
    ['two messages after a later one', 'c2 a0 b1', ['a', 'b']],
    ['a repetition, which is doubled and not reordered', 'a0 b1 a0 c2', []],
    ['a first effect between repetitions', 'a0 c2 c2 b1 c2', ['b']],
    ['a gap', 'a0 c2', []],
  ])('are reordered: %s', (_case, text, reordered) => {
    expect(countEffects(SENT, [log(text)]).reordered).toEqual(reordered);
  });

  it('have an order within their group only', () => {
    expect(countEffects(SENT, [log('c2'), log('a0 b1')]).reordered).toEqual([]);
  });

  it('are unexpected where the message was not sent to the log', () => {
    expect(countEffects(['a'], [log('a0 x0 x0')]).unexpected).toEqual(['x', 'x']);
  });
});
