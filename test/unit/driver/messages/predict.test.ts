import { expect, it } from 'vitest';
import { CONTRACTS, codeOf } from '../../../../driver/messages/contracts.ts';
import { describeOutcome } from '../../../../driver/messages/outcome.ts';
import { predictEvent } from '../../../../driver/messages/predict.ts';

const predicted = (...args: Parameters<typeof predictEvent>) => describeOutcome(predictEvent(...args));

it('a consumer parks what is written with a schema that it does not know', () => {
  expect(predicted('v2', CONTRACTS.analytics.v1)).toBe('parked: unknown-schema');
});

it('a consumer that knows both schemas takes what the older one lacks from defaults', () => {
  expect(predicted('v1', CONTRACTS.analytics.v2)).toBe('processed; defaults: channel');
  expect(predicted('v2', CONTRACTS.email.v2)).toBe('processed');
});

it('a consumer that reads no data processes every event', () => {
  expect(predicted('v2', CONTRACTS.journal.v1)).toBe('processed');
});

it('outcomes are described in one way, whatever the order of fields', () => {
  expect(describeOutcome({ kind: 'processed', defaults: ['b', 'a'], misread: ['c'] })).toBe(
    'processed; defaults: a, b; misread: c',
  );
  expect(describeOutcome({ kind: 'failed' })).toBe('failed');
});

it('the code of a deployment is what releases.json names', () => {
  expect(codeOf('orders', 'v1')).toBe('v1.3');
  expect(codeOf('email', 'v2')).toBe('v2');
});
