import { describe, expect, it } from 'vitest';
import { assignOffsets, fingerprintOf, withoutRepetitions } from '../../../../lambdas/journal/domain.ts';

const event = (eventId: string) => ({ eventId, orderId: eventId, event: '{}' });

describe('the journal', () => {
  it('gives the events of a partition offsets that follow each other', () => {
    const entries = assignOffsets(2, 7, [event('a'), event('b')]);
    expect(entries.map(({ partition, offset, eventId }) => [partition, offset, eventId])).toEqual([
      [2, 7, 'a'],
      [2, 8, 'b'],
    ]);
  });

  it('takes an event once that comes twice in a batch, at its first place', () => {
    expect(withoutRepetitions([event('a'), event('b'), event('a')])).toEqual([event('a'), event('b')]);
  });

  it('finds the fingerprint of the schema in Avro single-object encoding, and none in other data', () => {
    expect(fingerprintOf(Buffer.from('c301000102030405060708', 'hex'))).toBe('0001020304050607');
    expect(fingerprintOf(Buffer.from('c30100010203', 'hex'))).toBeUndefined();
    expect(fingerprintOf(Buffer.from('{"orderId":"1"}'))).toBeUndefined();
  });
});
