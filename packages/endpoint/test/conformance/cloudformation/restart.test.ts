import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { SILENT_PROVIDER } from './providers.ts';
import { createStack, deleteStack, describeStack, outputs, template, told, updateStack } from './stacks.ts';

let dataDirectory: string;
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'cloudformation-'));
});
afterEach(() => rm(dataDirectory, { recursive: true, force: true }));

const body = (delay: number) =>
  template(
    { Q: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: delay } } },
    { Outputs: { Name: { Value: { 'Fn::GetAtt': ['Q', 'QueueName'] } } } },
  );

test('stacks outlive a restart and can be updated and deleted afterwards', async () => {
  const first = await startTestEndpoint({ dataDirectory });
  const created = await createStack(clients(first).cloudformation(), 'Kept', body(1));
  await first.close();

  const second = await startTestEndpoint({ dataDirectory });
  const client = clients(second).cloudformation();
  expect(outputs(await describeStack(client, 'Kept'))).toEqual(outputs(created));
  expect((await updateStack(client, 'Kept', body(2))).StackStatus).toBe('UPDATE_COMPLETE');
  expect((await deleteStack(client, 'Kept')).StackStatus).toBe('DELETE_COMPLETE');
  await second.close();
});

test('an operation that a stop interrupts has failed, and its stack can be deleted', async () => {
  const first = await startTestEndpoint({ dataDirectory });
  const { FunctionArn } = await clients(first).lambda().send(new CreateFunctionCommand(SILENT_PROVIDER));
  const custom = { Type: 'Custom::Silent', Properties: { ServiceToken: FunctionArn }, DependsOn: 'Q' };
  const client = clients(first).cloudformation();
  await client.send(
    new CreateStackCommand({
      StackName: 'Cut',
      TemplateBody: template({ C: custom, Q: { Type: 'AWS::SQS::Queue' } }),
    }),
  );
  await eventually('the custom resource is under way', async () =>
    (await told(client, 'Cut')).includes('CREATE_IN_PROGRESS C'),
  );
  await first.close();

  const second = await startTestEndpoint({ dataDirectory });
  const again = clients(second).cloudformation();
  expect(await describeStack(again, 'Cut')).toMatchObject({
    StackStatus: 'CREATE_FAILED',
    StackStatusReason: 'The endpoint was stopped while this was under way.',
  });
  expect((await deleteStack(again, 'Cut')).StackStatus).toBe('DELETE_COMPLETE');
  await second.close();
});
