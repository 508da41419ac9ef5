import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateStackCommand,
  DeleteStackCommand,
  ListStacksCommand,
  type StackEvent,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateQueueCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SpawnedEndpoint, spawnEndpoint } from '../../../src/spawn.ts';
import { clients } from '../../support/endpoint.ts';
import { leftovers as leftoversAt } from './leftovers.ts';
import { createStack, deleteStack, describeStack, stackEvents, template } from './stacks.ts';
import { WHOLE_STACK } from './whole-stack.ts';

/** How often the endpoint is killed; a longer run asks for more. */
const KILLS = Number(process.env['STACK_KILLS'] ?? 12);

let dataDirectory: string;
let endpoint: SpawnedEndpoint;
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'interrupted-'));
  endpoint = await start();
});
afterEach(async () => {
  await endpoint.close();
  await rm(dataDirectory, { recursive: true, force: true });
});

const start = () => spawnEndpoint({ port: 0, dataDirectory });
const aws = () => clients({ url: endpoint.url, region: 'us-east-1' });

async function killAndRestart(): Promise<void> {
  process.kill(endpoint.pid, 'SIGKILL');
  await endpoint.ended;
  endpoint = await start();
}

const leftovers = () => leftoversAt(aws());

async function createWhole(): Promise<void> {
  const stack = await createStack(aws().cloudformation(), 'Whole', WHOLE_STACK);
  expect(stack.StackStatus, stack.StackStatusReason).toBe('CREATE_COMPLETE');
}

/** Resolves as soon as the operation on the stack has told so many events, or has ended. */
async function untilEvents(wanted: number, stack = 'Whole'): Promise<void> {
  for (;;) {
    const events = await stackEvents(aws().cloudformation(), stack).catch(() => []);
    const operation = events.slice(events.findLastIndex(isBeginning));
    if (operation.length >= wanted || isEnd(operation.at(-1))) return;
  }
}

const isBeginning = (event: StackEvent): boolean =>
  event.LogicalResourceId === 'Whole' && event.ResourceStatusReason === 'User Initiated';

const isEnd = (event: StackEvent | undefined): boolean =>
  event?.LogicalResourceId === 'Whole' && /_(COMPLETE|FAILED)$/.test(event.ResourceStatus ?? '');

test(`a creation that is killed at ${KILLS} points leaves nothing that DeleteStack does not find`, {
  timeout: 60_000 + KILLS * 20_000,
}, async () => {
  await createWhole();
  const events = (await stackEvents(aws().cloudformation(), 'Whole')).length;
  await deleteStack(aws().cloudformation(), 'Whole');
  expect(await leftovers()).toEqual({});
  const statuses = new Set<string | undefined>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const created = aws()
      .cloudformation()
      .send(
        new CreateStackCommand({
          StackName: 'Whole',
          TemplateBody: WHOLE_STACK,
          Capabilities: ['CAPABILITY_NAMED_IAM'],
        }),
      );
    // Killed before it has answered, the request fails.
    created.catch(() => {});
    if (kill > 0) await untilEvents(Math.round((events * kill) / KILLS));
    await killAndRestart();
    const client = aws().cloudformation();
    const { StackSummaries = [] } = await client.send(new ListStacksCommand({}));
    for (const { StackId, StackStatus } of StackSummaries) {
      if (StackStatus === 'DELETE_COMPLETE') continue;
      statuses.add(StackStatus);
      await client.send(new DeleteStackCommand({ StackName: StackId }));
      const gone = await describeStack(client, StackId);
      expect(gone.StackStatus, gone.StackStatusReason).toBe('DELETE_COMPLETE');
    }
    expect(await leftovers(), `kill ${kill}`).toEqual({});
  }
  expect(statuses).toContain('CREATE_FAILED');
  // The fixed names are free: the same stack can be created again.
  await createWhole();
  await deleteStack(aws().cloudformation(), 'Whole');
  expect(await leftovers()).toEqual({});
});

test('an update that is killed leaves nothing that DeleteStack does not find', {
  timeout: 180_000,
}, async () => {
  const empty = template({ Only: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'only' } } });
  for (const wanted of [2, 20, 40, 60]) {
    await createStack(aws().cloudformation(), 'Whole', empty);
    const updated = aws()
      .cloudformation()
      .send(
        new UpdateStackCommand({
          StackName: 'Whole',
          TemplateBody: WHOLE_STACK,
          Capabilities: ['CAPABILITY_NAMED_IAM'],
        }),
      );
    updated.catch(() => {});
    await untilEvents(wanted);
    await killAndRestart();
    const gone = await deleteStack(aws().cloudformation(), 'Whole');
    expect(gone.StackStatus, gone.StackStatusReason).toBe('DELETE_COMPLETE');
    expect(await leftovers(), `after ${wanted} events`).toEqual({});
  }
});

test('a deletion that is killed can be asked for again', { timeout: 180_000 }, async () => {
  for (const wanted of [2, 15, 40]) {
    const { StackId } = await createStack(aws().cloudformation(), 'Whole', WHOLE_STACK);
    await aws()
      .cloudformation()
      .send(new DeleteStackCommand({ StackName: 'Whole' }));
    await untilEvents(wanted, StackId);
    await killAndRestart();
    const client = aws().cloudformation();
    const { StackSummaries = [] } = await client.send(new ListStacksCommand({}));
    const [left] = StackSummaries.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
    if (left !== undefined) {
      expect(left.StackStatus).toBe('DELETE_FAILED');
      const gone = await deleteStack(client, 'Whole');
      expect(gone.StackStatus, gone.StackStatusReason).toBe('DELETE_COMPLETE');
    }
    expect(await leftovers(), `after ${wanted} events`).toEqual({});
  }
});

test('a name that was claimed and never used is not taken from whoever uses it later', async () => {
  // The queue's name is taken: the stack never owns it, whatever happens to the endpoint.
  const client = aws().cloudformation();
  await aws()
    .sqs()
    .send(new CreateQueueCommand({ QueueName: 'only' }));
  const body = template({ Only: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'only' } } });
  const { StackId } = await client.send(new CreateStackCommand({ StackName: 'Late', TemplateBody: body }));
  await killAndRestart();
  await aws()
    .cloudformation()
    .send(new DeleteStackCommand({ StackName: StackId }));
  await describeStack(aws().cloudformation(), StackId);
  expect((await aws().sqs().send(new ListQueuesCommand({}))).QueueUrls).toHaveLength(1);
});
