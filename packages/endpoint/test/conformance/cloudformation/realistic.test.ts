import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  waitUntilChangeSetCreateComplete,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { template, told } from './stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint({ realistic: true });
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

const queue = (delay: number) =>
  template({ Q: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: delay } } });

async function statusOf(StackName: string | undefined): Promise<string | undefined> {
  const { Stacks } = await aws.cloudformation().send(new DescribeStacksCommand({ StackName }));
  return Stacks?.[0]?.StackStatus;
}

const wait = () => ({ client: aws.cloudformation(), maxWaitTime: 20, minDelay: 1, maxDelay: 1 });

describe('a realistic endpoint', () => {
  test('describes a stack as it is, not as it will be', async () => {
    const client = aws.cloudformation();
    const { StackId } = await client.send(
      new CreateStackCommand({ StackName: 'Slow', TemplateBody: queue(1) }),
    );
    expect(await statusOf('Slow')).toBe('CREATE_IN_PROGRESS');
    await waitUntilStackCreateComplete(wait(), { StackName: 'Slow' });
    expect(await told(client, 'Slow')).toEqual([
      'CREATE_IN_PROGRESS Slow',
      'CREATE_IN_PROGRESS Q',
      'CREATE_IN_PROGRESS Q',
      'CREATE_COMPLETE Q',
      'CREATE_COMPLETE Slow',
    ]);
    await client.send(new DeleteStackCommand({ StackName: 'Slow' }));
    expect(await statusOf('Slow')).toBe('DELETE_IN_PROGRESS');
    await waitUntilStackDeleteComplete(wait(), { StackName: StackId });
    expect(await statusOf(StackId)).toBe('DELETE_COMPLETE');
  });

  test('makes and executes change sets in their own time', async () => {
    const client = aws.cloudformation();
    const names = { StackName: 'Changed', ChangeSetName: 'changes' };
    await client.send(
      new CreateChangeSetCommand({ ...names, ChangeSetType: 'CREATE', TemplateBody: queue(1) }),
    );
    expect(await client.send(new DescribeChangeSetCommand(names))).toMatchObject({
      Status: expect.stringMatching(/^CREATE_(PENDING|IN_PROGRESS)$/),
      ExecutionStatus: 'UNAVAILABLE',
    });
    await expect(client.send(new ExecuteChangeSetCommand(names))).rejects.toMatchObject({
      name: 'InvalidChangeSetStatusException',
    });
    await waitUntilChangeSetCreateComplete(wait(), names);
    await client.send(new ExecuteChangeSetCommand(names));
    expect((await client.send(new DescribeChangeSetCommand(names))).ExecutionStatus).toBe(
      'EXECUTE_IN_PROGRESS',
    );
    await waitUntilStackCreateComplete(wait(), { StackName: 'Changed' });
    expect((await client.send(new DescribeChangeSetCommand(names))).ExecutionStatus).toBe('EXECUTE_COMPLETE');
    const again = { ...names, ChangeSetName: 'again' };
    await client.send(new CreateChangeSetCommand({ ...again, TemplateBody: queue(2) }));
    await waitUntilChangeSetCreateComplete(wait(), again);
    await client.send(new ExecuteChangeSetCommand(again));
    expect(await statusOf('Changed')).toBe('UPDATE_IN_PROGRESS');
    await waitUntilStackUpdateComplete(wait(), { StackName: 'Changed' });
  });
});
