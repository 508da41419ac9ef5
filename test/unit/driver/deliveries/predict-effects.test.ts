import { describe, expect, it } from 'vitest';
import type { PlannedDelivery } from '../../../../driver/deliveries/plan-deliveries.ts';
import { predictEffects } from '../../../../driver/deliveries/predict-effects.ts';
import type { InjectedFault } from '../../../../driver/deliveries/read-effects.ts';

const planned = (id: string, delivery: PlannedDelivery['delivery'] = 'once'): PlannedDelivery => ({
  message: { id, run: 'r', group: 'g', sequence: 0, consumers: [] },
  delivery,
});
const fault = (what: Partial<InjectedFault>): InjectedFault => ({
  type: 'injected',
  sk: 'a',
  kind: 'crash',
  messages: [],
  invocation: 'i',
  ended: true,
  ...what,
});

const PLAN = [planned('a'), planned('b'), planned('twice', 'twice'), planned('late', 'delayed')];
const BEFORE = fault({ at: 'before-effect', messages: ['a', 'twice'] });
const AFTER = fault({ at: 'after-effect', messages: ['b', 'late'] });
const RELEASED = fault({ kind: 'visibility-timeout', messages: ['a', 'b'] });
const exactly = (count: number) => ({ min: count, max: count });

describe('the prediction of effects', () => {
  it('for at most once: a copy whose batch crashed before its effect is lost', () => {
    expect(predictEffects('at-most-once', PLAN, [])).toEqual({ lost: 0, doubled: exactly(1) });
    // One of two copies is left.
    expect(predictEffects('at-most-once', PLAN, [BEFORE])).toEqual({ lost: 1, doubled: exactly(0) });
    expect(predictEffects('at-most-once', PLAN, [BEFORE, AFTER, RELEASED]).lost).toBe(1);
    // Both copies were in the batch.
    const both = fault({ at: 'before-effect', messages: ['twice', 'twice'] });
    expect(predictEffects('at-most-once', PLAN, [both]).lost).toBe(1);
  });

  it('for at least once: copies, and batches that crashed after their effect, are doubled', () => {
    expect(predictEffects('at-least-once', PLAN, [BEFORE])).toEqual({ lost: 0, doubled: exactly(1) });
    expect(predictEffects('at-least-once', PLAN, [AFTER])).toEqual({ lost: 0, doubled: exactly(3) });
  });

  it('for at least once: the end of a visibility timeout is a bound', () => {
    expect(predictEffects('at-least-once', PLAN, [RELEASED])).toEqual({
      lost: 0,
      doubled: { min: 1, max: 3 },
    });
  });

  it('for effectively once: no fault matters', () => {
    expect(predictEffects('effectively-once', PLAN, [BEFORE, AFTER, RELEASED])).toEqual({
      lost: 0,
      doubled: exactly(0),
    });
  });
});
