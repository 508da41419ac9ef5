import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import {
  crashersAt,
  outlastingWorkMs,
  partitionOf,
  planEffects,
  readDelivery,
  withoutCopies,
} from '../../../../lambdas/deliveries/domain.ts';
import { aDelivery } from './a-delivery.ts';

const MESSAGE = { id: 'm-1', run: 'r', group: 'g', sequence: 3, consumers: ['at-most-once'] };

// The parts of a record that are read.
const record = (body: string) =>
  ({
    messageId: 'sqs-1',
    receiptHandle: 'handle',
    body,
    attributes: { ApproximateReceiveCount: '2' },
  }) as SQSRecord;
const read = (body: unknown) => readDelivery(record(JSON.stringify(body)), (run) => `${run}.log`);

describe('a message of the deliveries lab', () => {
  it('is read with what SQS says about it', () => {
    const fault = { kind: 'crash', at: 'before-effect' };
    expect(read({ ...MESSAGE, fault })).toEqual({
      ...MESSAGE,
      fault,
      log: 'r.log',
      copy: 'sqs-1',
      receiptHandle: 'handle',
      receiveCount: 2,
    });
  });

  it.each([
    ['text that is not JSON', '{'],
    ['another type', '[]'],
    ['a sequence that is no whole number', JSON.stringify({ ...MESSAGE, sequence: 0.5 })],
    ['a name that is no part of a key', JSON.stringify({ ...MESSAGE, group: 'a#b' })],
    ['an unknown crash point', JSON.stringify({ ...MESSAGE, fault: { kind: 'crash', at: 'never' } })],
    [
      'work beyond the timeout',
      JSON.stringify({ ...MESSAGE, fault: { kind: 'visibility-timeout', workMs: 1501 } }),
    ],
  ])('is refused when it is %s', (_case, body) => {
    expect(() => readDelivery(record(body), () => 'log')).toThrow(
      expect.objectContaining({ code: 'malformed-event' }),
    );
  });
});

describe('the plan of effects', () => {
  it('continues each group where its log ends, in the order of the batch', () => {
    const batch = [
      aDelivery({ id: 'a', group: 'g-1' }),
      aDelivery({ id: 'b', group: 'g-2' }),
      aDelivery({ id: 'c', group: 'g-1' }),
    ];
    const { effects, next } = planEffects(batch, new Map([[partitionOf(aDelivery({ group: 'g-1' })), 7]]));
    expect(effects.map(({ delivery: { id }, offset }) => [id, offset])).toEqual([
      ['a', 7],
      ['b', 0],
      ['c', 8],
    ]);
    expect([...next.values()]).toEqual([9, 1]);
  });

  it('keeps the logs of two runs apart', () => {
    const [one, two] = [aDelivery({ log: 'one' }), aDelivery({ log: 'two' })];
    expect(planEffects([one, two], new Map()).effects.map(({ offset }) => offset)).toEqual([0, 0]);
  });
});

it('copies of a message in one batch are one, where the log is the same', () => {
  const batch = [aDelivery({ copy: '1' }), aDelivery({ copy: '2' }), aDelivery({ copy: '3', log: 'other' })];
  expect(withoutCopies(batch).map(({ copy }) => copy)).toEqual(['1', '3']);
});

it('faults of a batch are found by kind and crash point', () => {
  const batch = [
    aDelivery({ id: 'a', fault: { kind: 'crash', at: 'before-effect' } }),
    aDelivery({ id: 'b', fault: { kind: 'crash', at: 'after-effect' } }),
    aDelivery({ id: 'c', fault: { kind: 'visibility-timeout', workMs: 10 } }),
    aDelivery({ id: 'd', fault: { kind: 'visibility-timeout', workMs: 30 } }),
    aDelivery({ id: 'e' }),
  ];
  expect(crashersAt(batch, 'before-effect').map(({ id }) => id)).toEqual(['a']);
  expect(crashersAt(batch, 'after-effect').map(({ id }) => id)).toEqual(['b']);
  expect(outlastingWorkMs(batch)).toBe(30);
  expect(outlastingWorkMs(batch.slice(0, 2))).toBeUndefined();
});
