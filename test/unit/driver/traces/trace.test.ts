import { describe, expect, it } from 'vitest';
import { missingParts } from '../../../../driver/traces/trace.ts';
import { ORDER_SPANS } from './spans.ts';

describe('what a trace lacks', () => {
  it('is nothing where all consumers have processed the event; the caller is outside the shop', () => {
    expect(missingParts(ORDER_SPANS, ['o.order'], ['email'])).toEqual([]);
  });

  it('is each consumer that has not processed each event', () => {
    expect(missingParts(ORDER_SPANS, ['o.order', 'o.cancellation'], ['email', 'journal'])).toEqual([
      'o.order was not processed by journal',
      'o.cancellation was not processed by email',
      'o.cancellation was not processed by journal',
    ]);
  });

  it('is a parent that was not recorded, as of a function that timed out', () => {
    const spans = ORDER_SPANS.filter(({ kind }) => kind !== 'client');
    expect(missingParts(spans, [], [])).toEqual(['the caller of payments (4) was not recorded']);
  });
});
