import { expect, test } from 'vitest';
import { dataflow } from './support/command-line.ts';

test('an order goes through all three modes where functions, mappings, stacks and topics take their time', async () => {
  const { status, stdout } = await dataflow([
    'demo',
    '--realistic',
    '--scenario',
    'order-through-three-modes',
    '--count',
    '20',
  ]);
  expect(stdout).toContain('All findings are as expected');
  expect(status).toBe(0);
}, 300_000);

test('an endpoint that is there already cannot be made realistic', async () => {
  const { status, stderr } = await dataflow(['demo', '--realistic', '--endpoint', 'http://127.0.0.1:1']);
  expect(status).toBe(2);
  expect(stderr).toContain('local --realistic');
});
