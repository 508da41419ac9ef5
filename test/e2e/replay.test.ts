import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SpawnedEndpoint, spawnEndpoint } from '@modes-of-dataflow/endpoint';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { DemoReport } from '../../bin/demo/report.ts';
import { openShop } from '../../bin/open-shop.ts';
import { replayClient } from '../../driver/replay/replay-client.ts';
import { endpointTarget } from '../../driver/targets/endpoint.ts';
import { eventually } from '../../packages/testing/src/eventually.ts';
import { indexFindings } from '../../scenarios/kit/finding-index.ts';
import { replay } from '../../scenarios/messages/replay/scenario.ts';
import { dataflow, start } from './support/command-line.ts';
import { differing, resultOf } from './support/deployed-shop.ts';

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

describe.skipIf(!existsSync(DATA))(`with the real invoices in ${DATA}`, () => {
  let endpoint: SpawnedEndpoint;
  let folder: string;

  // Of its own: in the shop of the other tests consumers have parked events that a replay brings again.
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'replay-'));
    endpoint = await spawnEndpoint({ port: 0 });
  });
  afterAll(async () => {
    await endpoint.close();
    rmSync(folder, { recursive: true });
  });

  test('replayed, they give the projection of the live run and their exact sum', {
    timeout: 300_000,
  }, async () => {
    const json = join(folder, 'report.json');
    const { status } = await dataflow([
      ...['demo', '--endpoint', endpoint.url, '--keep', '--scenario', 'replay'],
      ...['--orders', DATA, '--json', json],
    ]);
    expect(status).toBe(0);
    const { scenarios }: DemoReport = JSON.parse(readFileSync(json, 'utf8'));
    const index = indexFindings(scenarios.flatMap(({ findings }) => findings));
    expect(index.get('rebuild.hash-equal').outcome).toBe('as-expected');
    expect(index.text('rebuild.total')).toBe('377488.45');
    expect(index.number('rebuild.orders')).toBeGreaterThanOrEqual(1_088);
  });

  // With fewer events, the replay would be over before it can be interrupted.
  test('Ctrl-C pauses a replay, and resume goes on where it was', async () => {
    const group = 'analytics-rebuild';
    const args = ['--group', group, '--endpoint', endpoint.url];
    const started = start(['replay', 'start', ...args]);
    await eventually('it has started', () => started.output().includes(`Replay to ${group}`));
    started.process.kill('SIGINT');
    expect(await started.ended).toMatchObject({
      status: 130,
      stderr: expect.stringContaining(`replay resume --group ${group}`),
    });
    const shop = await openShop(endpointTarget('embedded', endpoint.url, 'us-east-1'));
    onTestFinished(() => shop.close());
    const client = replayClient({ ...shop, signal: new AbortController().signal });
    const paused = await client.status(group);
    expect(paused.state).toBe('paused');

    const { status, stdout } = await dataflow(['replay', 'resume', '--json', ...args]);
    expect(status).toBe(0);
    const of = paused.partitions.reduce((sum, { from, to }) => sum + to - from, 0);
    expect(JSON.parse(stdout)).toMatchObject({ replayId: paused.replayId, state: 'completed', sent: of });
  });
});
