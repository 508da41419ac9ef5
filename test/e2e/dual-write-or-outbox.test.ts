import { randomBytes } from 'node:crypto';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { mappingsOf } from '../../driver/faults/paused-consumer.ts';
import { awaitConsumers } from '../../driver/orders/await-consumers.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { ALIAS } from '../../driver/system.ts';
import { dualWriteOrOutbox } from '../../scenarios/messages/dual-write-or-outbox/scenario.ts';
import { deployedShop, differing, resultOf } from './support/deployed-shop.ts';

test('over every crash point the outbox loses and makes up nothing, and two writes do both', async () => {
  const result = await resultOf(dualWriteOrOutbox);
  expect(differing(result)).toEqual([]);
  expect(result.index.number('outbox.lost')).toBe(0);
  expect(result.index.number('outbox.phantom')).toBe(0);
  expect(result.index.number('dual-write.lost')).toBeGreaterThan(0);
  expect(result.index.number('dual-write.phantom')).toBeGreaterThan(0);
  // Processes were really killed.
  expect(result.index.number('outbox.killed')).toBeGreaterThan(0);
  expect(result.index.number('outbox.relay-after-publish')).toBeGreaterThan(0);
  expect(result.index.number('dual-write.killed')).toBeGreaterThan(0);
});

test('a run leaves the relay live and no function behind', async () => {
  await resultOf(dualWriteOrOutbox);
  const { aws, system, shop } = await deployedShop();
  const { Functions = [] } = await aws.lambda.send(new ListFunctionsCommand({}));
  expect(Functions.filter(({ FunctionName = '' }) => FunctionName.includes('killed'))).toEqual([]);
  const mappings = await mappingsOf({ aws }, `${system.relay.functionName}:${ALIAS}`);
  expect(mappings.map(({ State }) => State)).toEqual(['Enabled']);
  const orderId = `after-${randomBytes(4).toString('hex')}`;
  expect((await shop.send('orders', 'POST', '/orders', smallOrder(orderId))).status).toBe(201);
  const waiting = { aws, system, signal: new AbortController().signal, progress: () => {} };
  expect(await awaitConsumers(waiting, [orderId])).toBe(true);
});
