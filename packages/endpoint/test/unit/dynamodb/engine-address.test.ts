import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { chooseEngineAddress, loopbackAddress } from '../../../src/dynamodb/engine-address.ts';

test('addresses are of the loopback network, none of those where others listen, and hardly ever the same', () => {
  const addresses = Array.from({ length: 1000 }, () => loopbackAddress(randomUUID()));
  for (const address of addresses) expect(address).toMatch(/^127\.[1-9]\d*\.\d+\.[1-9]\d*$/);
  expect(addresses.every((address) => !address.endsWith('.255'))).toBe(true);
  expect(new Set(addresses).size).toBeGreaterThan(990);
});

test.runIf(process.platform === 'linux')('a port is free at the address', async () => {
  const { host, port } = await chooseEngineAddress('secret');
  expect(host).toBe(loopbackAddress('secret'));
  expect(port).toBeGreaterThan(1023);
});
