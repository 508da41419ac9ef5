import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { SILENT_PROVIDER } from './providers.ts';
import { createStack, deleteStack, stackEvents, template } from './stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

const queue = { Type: 'AWS::SQS::Queue' };

describe('a stack', () => {
  test('is described when it is at rest: nobody need ask twice', async () => {
    const client = aws.cloudformation();
    const many = Array.from({ length: 20 }, (_, index) => [`Q${index}`, queue]);
    await client.send(
      new CreateStackCommand({ StackName: 'Held', TemplateBody: template(Object.fromEntries(many)) }),
    );
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'Held' }));
    expect(Stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE');
  });

  test('that takes long can be deleted meanwhile, and who waits for it can go away', async () => {
    const client = aws.cloudformation();
    const { FunctionArn } = await aws.lambda().send(new CreateFunctionCommand(SILENT_PROVIDER));
    const body = template({
      C: { Type: 'Custom::Silent', Properties: { ServiceToken: FunctionArn, ServiceTimeout: 2 } },
    });
    const { StackId } = await client.send(new CreateStackCommand({ StackName: 'Slow', TemplateBody: body }));
    const waiting = client.send(new DescribeStacksCommand({ StackName: 'Slow' }), {
      abortSignal: AbortSignal.timeout(200),
    });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await client.send(new DeleteStackCommand({ StackName: 'Slow' }));
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: StackId }));
    expect(Stacks?.[0]?.StackStatus).toBe('DELETE_COMPLETE');
  });

  test('that is deleted is known by its id alone, and its name is free again', async () => {
    const client = aws.cloudformation();
    const first = await createStack(client, 'Twice', template({ Q: queue }));
    await expect(createStack(client, 'Twice', template({ Q: queue }))).rejects.toMatchObject({
      name: 'AlreadyExistsException',
      message: 'Stack [Twice] already exists',
    });
    expect((await deleteStack(client, 'Twice')).StackStatus).toBe('DELETE_COMPLETE');
    await expect(client.send(new DescribeStacksCommand({ StackName: 'Twice' }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id Twice does not exist',
    });
    // Deleting it again succeeds.
    await client.send(new DeleteStackCommand({ StackName: 'Twice' }));
    const second = await createStack(client, 'Twice', template({ Q: queue }));
    expect(second.StackId).not.toBe(first.StackId);
    const { StackSummaries } = await client.send(
      new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }),
    );
    expect(StackSummaries?.map((summary) => summary.StackId)).toContain(first.StackId);
  });

  test('with termination protection is not deleted', async () => {
    const client = aws.cloudformation();
    await createStack(client, 'Protected', template({ Q: queue }), { EnableTerminationProtection: true });
    await expect(client.send(new DeleteStackCommand({ StackName: 'Protected' }))).rejects.toThrow(
      'cannot be deleted while TerminationProtection is enabled',
    );
    await client.send(
      new UpdateTerminationProtectionCommand({ StackName: 'Protected', EnableTerminationProtection: false }),
    );
    expect((await deleteStack(client, 'Protected')).StackStatus).toBe('DELETE_COMPLETE');
  });

  test('tells its resources, one and all', async () => {
    const client = aws.cloudformation();
    await createStack(client, 'Parts', template({ Q: queue, R: { ...queue, Metadata: { a: 1 } } }));
    const { StackResourceDetail } = await client.send(
      new DescribeStackResourceCommand({ StackName: 'Parts', LogicalResourceId: 'R' }),
    );
    expect(StackResourceDetail).toMatchObject({ ResourceStatus: 'CREATE_COMPLETE', Metadata: '{"a":1}' });
    const { StackResourceSummaries } = await client.send(
      new ListStackResourcesCommand({ StackName: 'Parts' }),
    );
    expect(StackResourceSummaries?.map((one) => one.LogicalResourceId)).toEqual(['Q', 'R']);
    const PhysicalResourceId = StackResourceDetail?.PhysicalResourceId;
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ PhysicalResourceId }));
    expect(StackResources?.[0]?.StackName).toBe('Parts');
    await expect(
      client.send(new DescribeStackResourceCommand({ StackName: 'Parts', LogicalResourceId: 'X' })),
    ).rejects.toThrow('Resource X does not exist for stack Parts');
  });

  test('tells its events in pages, newest first, each later than the one before', async () => {
    const client = aws.cloudformation();
    const many = Array.from({ length: 50 }, (_, index) => [`Q${index}`, queue]);
    await createStack(client, 'Pages', template(Object.fromEntries(many)));
    const first = await client.send(new DescribeStackEventsCommand({ StackName: 'Pages' }));
    expect(first.StackEvents?.[0]).toMatchObject({
      ResourceStatus: 'CREATE_COMPLETE',
      LogicalResourceId: 'Pages',
    });
    expect(first.NextToken).toBeDefined();
    const events = await stackEvents(client, 'Pages');
    expect(events).toHaveLength(2 + 3 * 50);
    expect(new Set(events.map((event) => event.EventId)).size).toBe(events.length);
    const times = events.map((event) => event.Timestamp?.getTime() ?? 0);
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true);
    await expect(client.send(new DescribeStackEventsCommand({ StackName: 'NoPages' }))).rejects.toThrow(
      'Stack [NoPages] does not exist',
    );
  });

  test('publishes its events to the topics that it names', async () => {
    const client = aws.cloudformation();
    const sqs = aws.sqs();
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'events' }));
    const { TopicArn } = await aws.sns().send(new CreateTopicCommand({ Name: 'events' }));
    const Endpoint = 'arn:aws:sqs:us-east-1:000000000000:events';
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: Endpoint,
        },
      ],
    });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    await aws.sns().send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
    await createStack(client, 'Public', template({ Q: queue }), { NotificationARNs: [TopicArn ?? ''] });
    const bodies: string[] = [];
    await eventually('the last event has come', async () => {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      bodies.push(...(Messages ?? []).map((message) => JSON.parse(message.Body ?? '{}').Message));
      return bodies.some((body) =>
        /LogicalResourceId='Public'\n.*ResourceStatus='CREATE_COMPLETE'\n/s.test(body),
      );
    });
    expect(bodies).toHaveLength(5);
  });

  test('is refused settings that would otherwise be ignored', async () => {
    const client = aws.cloudformation();
    await expect(
      createStack(client, 'Ignored', template({ Q: queue }), { StackPolicyBody: '{}' }),
    ).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(
      createStack(client, 'Ignored', template({ Q: { ...queue, UpdatePolicy: {} } })),
    ).rejects.toThrow('does not implement the attribute UpdatePolicy');
  });

  test('whose resource cannot be deleted says so, and lets go of it when told to', async () => {
    const client = aws.cloudformation();
    const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'not-empty' } };
    const { StackId } = await createStack(client, 'Stuck', template({ B: bucket, Q: queue }));
    await aws.s3().send(new PutObjectCommand({ Bucket: 'not-empty', Key: 'a', Body: 'a' }));
    expect(await deleteStack(client, 'Stuck')).toMatchObject({
      StackStatus: 'DELETE_FAILED',
      StackStatusReason: 'The following resource(s) failed to delete: [B]. ',
    });
    await client.send(new DeleteStackCommand({ StackName: 'Stuck', RetainResources: ['B'] }));
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: StackId }));
    expect(Stacks?.[0]?.StackStatus).toBe('DELETE_COMPLETE');
  });
});
