import { expect, test } from 'vitest';
import { eventually } from '../../packages/testing/src/eventually.ts';
import { dataflow, start } from './support/command-line.ts';

test('the shop is deployed to the account that the endpoint plays, whatever the CDK remembers of others', async () => {
  const local = start(['local', '--port', '0', '--account', '123456789012']);
  const url = await eventually(
    'the endpoint answers',
    () => /AWS_ENDPOINT_URL=(\S+)/.exec(local.output())?.[1],
  );
  expect(local.output()).toContain('AWS_ACCESS_KEY_ID=123456789012');
  const { status, stdout } = await dataflow(['deploy', '--endpoint', url]);
  expect(stdout).toContain('Deploy v1');
  expect(status).toBe(0);
  const health = (await (await fetch(`${url}/_endpoint/health`)).json()) as { accountId: string };
  expect(health.accountId).toBe('123456789012');
}, 300_000);
