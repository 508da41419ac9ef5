import { expect, test } from 'vitest';
import { mappingsOf } from '../../driver/faults/paused-consumer.ts';
import { queueDepth } from '../../driver/queue-depth.ts';
import { ALIAS } from '../../driver/system.ts';
import { ordering } from '../../scenarios/messages/ordering/scenario.ts';
import { deployedShop, differing, resultOf } from './support/deployed-shop.ts';

test('a FIFO queue keeps the order within groups, if its consumer holds them back, and across groups none does', async () => {
  const result = await resultOf(ordering);
  expect(differing(result)).toEqual([]);
  expect(result.index.number('fifo-retries.within-groups')).toBe(0);
  expect(result.index.number('fifo-retries.retried')).toBeGreaterThan(0);
  expect(result.index.number('fifo-going-on.within-groups')).toBeGreaterThan(0);
  expect(result.index.number('standard-retries.within-groups')).toBeGreaterThan(0);
  expect(result.index.number('fifo.across-groups-share')).toBeGreaterThan(0);
});

test('a run leaves the lab idle: its event source mappings disabled, its queues empty', async () => {
  await resultOf(ordering);
  const { aws, system } = await deployedShop();
  const mappings = await mappingsOf({ aws }, `${system.ordering.functionName}:${ALIAS}`);
  expect(mappings.map(({ State }) => State)).toEqual(['Disabled', 'Disabled']);
  const context = { aws, signal: new AbortController().signal };
  for (const { queueUrl, deadLetterUrl } of [system.ordering.standard, system.ordering.fifo]) {
    for (const url of [queueUrl, deadLetterUrl]) {
      expect(await queueDepth(context, url)).toEqual({ waiting: 0, inFlight: 0 });
    }
  }
});
