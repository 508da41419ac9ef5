import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { runServicesMatrix } from '../../driver/services/matrix.ts';
import { deployedShop } from './support/deployed-shop.ts';

test('what becomes of requests and responses between two contracts is as the contracts predict', async () => {
  const { aws, system } = await deployedShop();
  const run = randomBytes(4).toString('hex');
  const { signal } = new AbortController();
  const cells = await runServicesMatrix({ aws, system, run, signal, progress: () => {} });

  expect(cells.filter(({ predicted, observed }) => predicted !== observed)).toEqual([]);
  const between = (client: string, server: string) =>
    cells
      .filter((cell) => cell.client === client && cell.server === server)
      .map(({ service, protocol, direction, observed }) => [service, protocol, direction, observed]);
  for (const version of ['v1', 'v2']) {
    expect(between(version, version).map((cell) => cell[3])).toEqual(Array(8).fill('same'));
  }
  expect(between('v1', 'v2')).toEqual([
    ['fraud', 'Connect, binary', 'request', 'same'],
    ['fraud', 'Connect, binary', 'response', 'fields lost: reasons, risk; misread: score'],
    ['fraud', 'Connect, JSON', 'request', 'same'],
    ['fraud', 'Connect, JSON', 'response', 'fields lost: reasons, risk; misread: decision, score'],
    ['payments', 'REST', 'request', 'refused'],
    ['payments', 'REST', 'response', 'refused'],
    ['carrier', 'SOAP', 'request', 'refused'],
    ['carrier', 'SOAP', 'response', 'refused'],
  ]);
  expect(between('v2', 'v1')).toEqual([
    ['fraud', 'Connect, binary', 'request', 'fields lost: deviceId'],
    ['fraud', 'Connect, binary', 'response', 'fields lost: score; misread: risk'],
    ['fraud', 'Connect, JSON', 'request', 'fields lost: deviceId'],
    ['fraud', 'Connect, JSON', 'response', 'fields lost: score; misread: risk'],
    ['payments', 'REST', 'request', 'fields lost: channel'],
    ['payments', 'REST', 'response', 'refused'],
    ['carrier', 'SOAP', 'request', 'refused'],
    ['carrier', 'SOAP', 'response', 'same'],
  ]);
});
