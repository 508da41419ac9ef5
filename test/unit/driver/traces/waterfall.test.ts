import { describe, expect, it } from 'vitest';
import { waterfall } from '../../../../driver/traces/waterfall.ts';
import { ORDER_SPANS, span } from './spans.ts';

describe('a waterfall', () => {
  it('has each span below its parent, siblings by their start', () => {
    const { hops, totalMs } = waterfall({ spans: [...ORDER_SPANS] });
    expect(hops.map((hop) => [hop.span.spanId[0], hop.depth])).toEqual([
      ['1', 0],
      ['2', 1],
      ['5', 2],
      ['6', 3],
      ['3', 1],
      ['4', 2],
    ]);
    expect(totalMs).toBe(160);
  });

  it('says when each began, what it took, and what passed before it', () => {
    const { hops } = waterfall({ spans: [...ORDER_SPANS] });
    const times = hops.map(({ span, startMs, tookMs, gapMs }) => [span.spanId[0], startMs, tookMs, gapMs]);
    expect(times).toEqual([
      ['1', 0, 100, 0],
      ['2', 10, 1, 0],
      // From the end of the span that made the event.
      ['5', 110, 5, 99],
      ['6', 135, 25, 20],
      ['3', 20, 40, 0],
      // From the start of the span that sent the request.
      ['4', 25, 30, 5],
    ]);
  });

  it('names the schema of an event, also where it is sent', () => {
    const { hops } = waterfall({ spans: [...ORDER_SPANS] });
    const named = hops.filter(({ schema }) => schema === 'order v1').map(({ span }) => span.service);
    expect(named).toEqual(['orders', 'relay', 'email']);
  });

  it('keeps spans whose parent was not recorded', () => {
    const { hops } = waterfall({ spans: [span('1', undefined, [0, 1]), span('3', '2', [2, 3])] });
    expect(hops.map(({ depth, gapMs }) => [depth, gapMs])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('of nothing is empty', () => {
    expect(waterfall({ spans: [] })).toEqual({ hops: [], totalMs: 0 });
  });
});
