import { describe, expect, it } from 'vitest';
import { type OutboxEvent, planWaves } from '../../../../lambdas/relay/domain.ts';

function event(group: string, number = 0, size = 1): OutboxEvent {
  return {
    sequenceNumber: `${group}${number}`,
    group,
    eventId: `${group}.${number}`,
    body: 'x'.repeat(size),
  };
}

const shape = (waves: OutboxEvent[][][]) =>
  waves.map((wave) => wave.map((batch) => batch.map(({ eventId }) => eventId)));

describe('the relay', () => {
  it('sends ten events at a time', () => {
    const events = Array.from({ length: 25 }, (_, index) => event(`o${index}`));
    expect(planWaves(events).map((wave) => wave.map((batch) => batch.length))).toEqual([[10, 10, 5]]);
  });

  it('sends an event of a group only when the one before it is out', () => {
    const events = [event('a', 1), event('b', 1), event('a', 2), event('a', 3), event('b', 2)];
    expect(shape(planWaves(events))).toEqual([[['a.1', 'b.1']], [['a.2', 'b.2']], [['a.3']]]);
  });

  it('keeps a batch within what SNS takes all together', () => {
    const events = [event('a', 1, 60), event('b', 1, 60), event('c', 1, 40), event('d', 1, 200)];
    expect(shape(planWaves(events, { entries: 10, bytes: 100 }))).toEqual([
      [['a.1'], ['b.1', 'c.1'], ['d.1']],
    ]);
  });

  it('has nothing to do without events', () => {
    expect(planWaves([])).toEqual([]);
  });
});
