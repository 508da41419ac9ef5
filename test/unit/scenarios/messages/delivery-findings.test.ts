import { describe, expect, it } from 'vitest';
import type { InjectedFault } from '../../../../driver/deliveries/read-effects.ts';
import { runScenario } from '../../../../scenarios/kit/run-scenario.ts';
import type { ScenarioContext } from '../../../../scenarios/kit/scenario.ts';
import { deliveryFindings } from '../../../../scenarios/messages/delivery-guarantees/findings.ts';
import type {
  Deliveries,
  DeliveriesRun,
} from '../../../../scenarios/messages/delivery-guarantees/run-deliveries.ts';
import { deliveryGuarantees } from '../../../../scenarios/messages/delivery-guarantees/scenario.ts';
import type { DeliverySemantics } from '../../../../schemas/events/delivery-message.ts';

const CRASH: InjectedFault = {
  type: 'injected',
  sk: 'a',
  kind: 'crash',
  at: 'before-effect',
  messages: ['a', 'b'],
  invocation: 'i',
  ended: true,
};

/** Three messages of one group, of which the first crashes its consumer; the log has the effects in `log`. */
function deliveries(semantics: DeliverySemantics, log: string, values: Partial<Deliveries> = {}): Deliveries {
  const ids = ['a', 'b', 'c'];
  const effects = [...log].map((messageId, offset) => ({
    type: 'effect' as const,
    offset,
    messageId,
    group: 'g',
    sequence: ids.indexOf(messageId),
    copy: `${messageId}-${offset}`,
    receiveCount: 1,
    invocation: 'i',
  }));
  return {
    channel: 'fifo',
    semantics,
    plan: ids.map((id, sequence) => ({
      message: {
        id,
        run: 'r',
        group: 'g',
        sequence,
        consumers: [semantics],
        ...(id === 'a' && { fault: { kind: 'crash', at: 'before-effect' } as const }),
      },
      delivery: 'once',
    })),
    groups: [{ group: 'g', effects, next: effects.length }],
    faults: [CRASH],
    ...values,
  };
}

/** Ids of the findings that differ. */
const differing = (...all: Deliveries[]) => differingOf({ deliveries: all });
const differingOf = (run: Partial<DeliveriesRun>) =>
  deliveryFindings({ deliveries: [], throttled: 1, drained: true, deadLetters: 0, ...run })
    .filter(({ outcome }) => outcome === 'differs')
    .map(({ id }) => id);

describe('findings on delivery guarantees', () => {
  it('are as expected where the log has what the faults predict', () => {
    expect(differing(deliveries('at-most-once', 'c'))).toEqual([]);
    expect(differing(deliveries('at-least-once', 'abc'))).toEqual([]);
    expect(differing(deliveries('effectively-once', 'abc'))).toEqual([]);
  });

  it.each([
    ['a message is lost without a crash', deliveries('at-most-once', ''), ['at-most-once.lost']],
    ['a lost message has an effect after all', deliveries('at-most-once', 'bc'), ['at-most-once.lost']],
    ['a message that comes again is lost', deliveries('at-least-once', 'ab'), ['at-least-once.lost']],
    ['a message is doubled without cause', deliveries('at-least-once', 'abcc'), ['at-least-once.doubled']],
    ['deduplication fails', deliveries('effectively-once', 'aabc'), ['effectively-once.doubled']],
    ['a FIFO queue reorders', deliveries('at-least-once', 'bac'), ['at-least-once.reordered-fifo']],
    ['no crash happened', deliveries('at-most-once', 'abc', { faults: [] }), ['at-most-once.faults']],
    [
      'a fault did not happen',
      deliveries('effectively-once', 'abc', { faults: [] }),
      ['effectively-once.faults'],
    ],
  ])('differ where %s', (_case, observed, ids) => {
    expect(differing(observed)).toEqual(ids);
  });

  it('differ where a message is a dead letter', () => {
    const run = { deliveries: [deliveries('at-least-once', 'abc')], deadLetters: 1 };
    expect(differingOf(run)).toEqual(['lab.dead-letters']);
  });

  it('differ where the log has gaps, or effects of messages for others', () => {
    const { groups, ...rest } = deliveries('at-least-once', 'abc');
    const gap = groups.map((group) => ({ ...group, next: 4 }));
    expect(differing({ ...rest, groups: gap })).toEqual(['lab.gaps']);
    const plan = rest.plan.slice(0, 2);
    expect(differing({ ...rest, groups, plan })).toEqual(['lab.misdirected']);
  });

  it('are not exercised in a deployment without fault injection', async () => {
    const context = { faults: undefined, size: 'quick', run: 'r' } as ScenarioContext;
    const { outcome, takeaway } = await runScenario(deliveryGuarantees, context);
    expect(outcome).toBe('not-exercised');
    expect(takeaway).toContain('--faults');
  });
});
