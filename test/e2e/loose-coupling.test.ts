import { expect, test } from 'vitest';
import { mappingsOf } from '../../driver/faults/paused-consumer.ts';
import { ALIAS } from '../../driver/system.ts';
import { looseCoupling } from '../../scenarios/messages/loose-coupling/scenario.ts';
import { deployedShop, differing, resultOf } from './support/deployed-shop.ts';

test('customers notice no outage of consumers, which catch up and lose nothing', async () => {
  const result = await resultOf(looseCoupling);
  expect(differing(result)).toEqual([]);
  // There was an outage, and a backlog.
  expect(result.index.number('outage.queued')).toBeGreaterThan(0);
  expect(result.index.get('outage.in-analytics')).toMatchObject({ observed: 0, of: expect.any(Number) });
  expect(result.index.number('catch-up.events-per-second')).toBeGreaterThan(0);
  // The consumers read their queues again.
  const { aws, system } = await deployedShop();
  for (const { functionName } of Object.values(system.consumers)) {
    const mappings = await mappingsOf({ aws }, `${functionName}:${ALIAS}`);
    expect(mappings.map(({ State }) => State)).toEqual(['Enabled']);
  }
});
