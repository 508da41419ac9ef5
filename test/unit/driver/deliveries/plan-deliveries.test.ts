import { describe, expect, it } from 'vitest';
import { type PlanOptions, planDeliveries } from '../../../../driver/deliveries/plan-deliveries.ts';
import { seededRandom } from '../../../../driver/random.ts';
import { DELIVERY_SEMANTICS } from '../../../../schemas/events/delivery-message.ts';

const faults = { crashesBefore: 3, crashesAfter: 2, visibilityTimeouts: 4, duplicates: 5, delays: 6 };
const plan = (options: Partial<PlanOptions> = {}) =>
  planDeliveries({
    run: 'r',
    channel: 'standard',
    messages: 100,
    addressed: 4,
    groups: 7,
    faults,
    random: seededRandom(1),
    ...options,
  });

describe('the plan of deliveries', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(plan()).toEqual(plan());
    expect(plan({ random: seededRandom(2) })).not.toEqual(plan());
  });

  it('has each fault as often as it is asked for, one for a message', () => {
    const kinds = plan().map(({ message: { fault }, delivery }) => {
      const kind = fault?.kind === 'crash' ? fault.at : fault?.kind;
      return [kind, delivery === 'once' ? undefined : delivery]
        .filter((part) => part !== undefined)
        .join(' and ');
    });
    const counts = Object.fromEntries(
      [...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [kind, all.length]),
    );
    expect(counts).toEqual({
      '': 92,
      'before-effect': 3,
      'after-effect': 2,
      'visibility-timeout': 4,
      twice: 5,
      delayed: 6,
    });
    expect(() => plan({ messages: 10 })).toThrow(RangeError);
  });

  it('has sequences without gaps in each group, in the order of sending, and distinct ids', () => {
    const messages = plan().map(({ message }) => message);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
    const groups = Map.groupBy(messages, ({ group }) => group);
    expect(groups.size).toBe(7 + DELIVERY_SEMANTICS.length);
    for (const all of groups.values()) {
      expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index));
    }
  });

  it('has messages for all consumers and for each alone', () => {
    const addressed = plan().filter(({ message }) => message.consumers.length === 1);
    expect(addressed.flatMap(({ message }) => message.consumers)).toEqual(
      DELIVERY_SEMANTICS.flatMap((semantics) => Array.from({ length: 4 }, () => semantics)),
    );
  });
});
