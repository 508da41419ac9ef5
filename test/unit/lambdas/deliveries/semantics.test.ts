import { describe, expect, it } from 'vitest';
import { DeliveryFaults } from '../../../../lambdas/deliveries/v1/delivery-faults.ts';
import { type Batch, PROCESS, type Steps } from '../../../../lambdas/deliveries/v1/semantics.ts';
import { DELIVERY_SEMANTICS } from '../../../../schemas/events/delivery-message.ts';
import { aDelivery } from './a-delivery.ts';

const BATCH = [aDelivery({ id: 'a' }), aDelivery({ id: 'b' })];

/** Steps that write down what is done, in order. */
function recorded(options: { acknowledged?: Batch; crashAt?: string } = {}): {
  steps: Steps;
  done: string[];
} {
  const done: string[] = [];
  const ids = (batch: Batch) => batch.map(({ id }) => id).join('');
  const steps: Steps = {
    async acknowledge(batch) {
      done.push(`acknowledge ${ids(batch)}`);
      return options.acknowledged ?? batch;
    },
    async append(batch) {
      done.push(`append ${ids(batch)}`);
    },
    async appendOnce(batch) {
      done.push(`append once ${ids(batch)}`);
    },
    async reach(point) {
      if (point === options.crashAt) throw new Error('crashed');
      done.push(point);
    },
  };
  return { steps, done };
}

describe('delivery semantics', () => {
  it('acknowledge before the effect for at most once', async () => {
    const { steps, done } = recorded();
    expect(await PROCESS['at-most-once'](BATCH, steps)).toEqual(BATCH);
    expect(done).toEqual(['acknowledge ab', 'before-effect', 'append ab', 'after-effect']);
  });

  it('have no effect for at most once without an acknowledgement', async () => {
    const { steps, done } = recorded({ acknowledged: BATCH.slice(1) });
    expect(await PROCESS['at-most-once'](BATCH, steps)).toEqual(BATCH.slice(1));
    expect(done).toContain('append b');
  });

  it.each([
    ['at-least-once', 'append ab'],
    ['effectively-once', 'append once ab'],
  ] as const)('leave the acknowledgement to Lambda, after the effect, for %s', async (semantics, effect) => {
    const { steps, done } = recorded();
    expect(await PROCESS[semantics](BATCH, steps)).toEqual(BATCH);
    expect(done).toEqual(['before-effect', effect, 'after-effect']);
  });

  it.each(DELIVERY_SEMANTICS)('have the effect before the second crash point for %s', async (semantics) => {
    const { steps, done } = recorded({ crashAt: 'after-effect' });
    await expect(PROCESS[semantics](BATCH, steps)).rejects.toThrow('crashed');
    expect(done.filter((step) => step.startsWith('append'))).toHaveLength(1);
  });
});

describe('faults that messages name', () => {
  const made = () => {
    const items = new Map<string, Record<string, unknown>>();
    const events: string[] = [];
    const faults = new DeliveryFaults({
      table: {
        async createItem({ pk, sk }, attributes) {
          if (items.has(pk + sk)) return false;
          items.set(pk + sk, attributes);
          events.push('recorded');
          return true;
        },
        async putItem({ pk, sk }, attributes) {
          items.set(pk + sk, attributes);
        },
      },
      release: async (batch) => void events.push(`released ${batch.length}`),
      stamp: () => ({ invocation: 'i', expiresAt: 0 }),
      kill: () => {
        events.push('killed');
        throw new Error('the process is gone');
      },
    });
    return { faults, items, events };
  };
  const crash = (id: string) => aDelivery({ id, fault: { kind: 'crash', at: 'before-effect' } });

  it('kill the process once, after they are recorded with the whole batch', async () => {
    const { faults, items, events } = made();
    const batch = [aDelivery({ id: 'a' }), crash('b')];
    await faults.reach('after-effect', batch);
    expect(events).toEqual([]);
    await expect(faults.reach('before-effect', batch)).rejects.toThrow('the process is gone');
    expect(events).toEqual(['recorded', 'killed']);
    expect([...items.values()]).toMatchObject([
      { kind: 'crash', at: 'before-effect', messages: ['a', 'b'], ended: true },
    ]);
    await faults.reach('before-effect', batch);
    expect(events).toEqual(['recorded', 'killed']);
  });

  it('name the messages of a batch once, where two of them happen together', async () => {
    const { faults, items } = made();
    await expect(faults.reach('before-effect', [crash('a'), crash('b')])).rejects.toThrow();
    expect([...items.values()].map(({ messages }) => messages)).toEqual([['a', 'b'], []]);
  });

  it('end the visibility timeout of the batch before its effect', async () => {
    const { faults, items, events } = made();
    const batch = [aDelivery({ id: 'a', fault: { kind: 'visibility-timeout', workMs: 1 } }), aDelivery()];
    await faults.reach('after-effect', batch);
    expect(events).toEqual([]);
    await faults.reach('before-effect', batch);
    expect(events).toEqual(['recorded', 'released 2']);
    const ended = () => [...items.values()].map((item) => item['ended']);
    expect(ended()).toEqual([false]);
    await faults.end();
    expect(ended()).toEqual([true]);
  });
});
