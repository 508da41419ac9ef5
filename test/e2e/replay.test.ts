import { existsSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { readOnlineRetail } from '../../driver/orders/online-retail.ts';
import { replayClient } from '../../driver/replay/replay-client.ts';
import { eventually } from '../../packages/testing/src/eventually.ts';
import { replay } from '../../scenarios/messages/replay/scenario.ts';
import { dataflow, start } from './support/command-line.ts';
import { deployedShop, differing, resultOf, run } from './support/deployed-shop.ts';

const DATA = process.env['ONLINE_RETAIL_DATA'] ?? '../shared/data/online-retail';

test('a new consumer builds the live projection again from old events, and a replay repairs what a faulty one built', async () => {
  const result = await resultOf(replay);

  expect(differing(result)).toEqual([]);
  expect(result.index.get('rebuild.hash-equal').outcome).toBe('as-expected');
  expect(result.index.get('rebuild.total').outcome).toBe('as-expected');
  expect(result.index.number('history.version-1')).toBeGreaterThan(0);
  expect(result.index.number('history.version-2')).toBeGreaterThan(0);
  expect(result.index.number('traffic.orders')).toBeGreaterThan(0);
  expect(result.index.text('pause.second-replay')).toBe('replay-active');
  expect(result.index.number('repair.orders-wrong-before')).toBeGreaterThan(0);
  expect(result.index.number('repair.orders-wrong-after')).toBe(0);
});

test('all real invoices, replayed, give the projection of the live run and their exact sum', {
  timeout: 300_000,
}, async (context) => {
  if (!existsSync(DATA)) context.skip(`no Online Retail data at ${DATA} (set ONLINE_RETAIL_DATA)`);
  const { orders } = await readOnlineRetail(DATA);
  const result = await run(replay, { orders, brokenRows: 0, leftOut: 0 });
  expect(differing(result)).toEqual([]);
  expect(result.index.get('rebuild.hash-equal').outcome).toBe('as-expected');
  expect(result.index.text('rebuild.total')).toBe('377488.45');
  expect(result.index.number('rebuild.orders')).toBeGreaterThanOrEqual(1_088);
});

test('Ctrl-C pauses a replay, and resume goes on where it was', async (context) => {
  // With fewer events than those of the test before, the replay is over before it can be interrupted.
  if (!existsSync(DATA)) context.skip(`no Online Retail data at ${DATA} (set ONLINE_RETAIL_DATA)`);
  const group = 'analytics-rebuild';
  const args = ['--group', group, '--endpoint', inject('endpoint')];
  const started = start(['replay', 'start', ...args]);
  await eventually('it has started', () => started.output().includes(`Replay to ${group}`));
  started.process.kill('SIGINT');
  expect(await started.ended).toMatchObject({
    status: 130,
    stderr: expect.stringContaining(`replay resume --group ${group}`),
  });
  const signal = new AbortController().signal;
  const client = replayClient({ ...(await deployedShop()), signal });
  const paused = await client.status(group);
  expect(paused.state).toBe('paused');

  const { status, stdout } = await dataflow(['replay', 'resume', '--json', ...args]);
  expect(status).toBe(0);
  const of = paused.partitions.reduce((sum, { from, to }) => sum + to - from, 0);
  expect(JSON.parse(stdout)).toMatchObject({ replayId: paused.replayId, state: 'completed', sent: of });
});
