import { DescribeStackResourcesCommand, RollbackStackCommand } from '@aws-sdk/client-cloudformation';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import {
  createStack,
  deleteStack,
  describeStack,
  physicalId,
  stackEvents,
  template,
  told,
  updateStack,
} from './stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

const queue = (properties: object = {}, more: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties,
  ...more,
});
const parameter = (value: unknown, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value: value },
  ...more,
});
const REFUSED = { DelaySeconds: 86_400 };

async function delayOf(url: string): Promise<string | undefined> {
  const { Attributes } = await aws
    .sqs()
    .send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['DelaySeconds'] }));
  return Attributes?.['DelaySeconds'];
}

async function queueNames(prefix: string): Promise<string[]> {
  const { QueueUrls } = await aws.sqs().send(new ListQueuesCommand({ QueueNamePrefix: prefix }));
  return (QueueUrls ?? []).map((url) => url.split('/').at(-1) ?? '');
}

describe('an update', () => {
  test('changes in place what can be changed and leaves the rest alone', async () => {
    const client = aws.cloudformation();
    const body = (delay: number) =>
      template({ Q: queue({ DelaySeconds: delay }), P: parameter({ 'Fn::GetAtt': ['Q', 'QueueName'] }) });
    await createStack(client, 'InPlace', body(1));
    const before = await physicalId(client, 'InPlace', 'Q');
    expect((await updateStack(client, 'InPlace', body(2))).StackStatus).toBe('UPDATE_COMPLETE');
    expect(await physicalId(client, 'InPlace', 'Q')).toBe(before);
    expect(await delayOf(before)).toBe('2');
    expect((await told(client, 'InPlace')).filter((event) => event.endsWith(' P'))).toHaveLength(3);
  });

  test('gives a property that was taken out its default again', async () => {
    const client = aws.cloudformation();
    await createStack(client, 'TakenOut', template({ Q: queue({ DelaySeconds: 7 }) }));
    await updateStack(client, 'TakenOut', template({ Q: queue() }));
    expect(await delayOf(await physicalId(client, 'TakenOut', 'Q'))).toBe('0');
  });

  test('replaces what cannot be changed: the new one first, then what refers to it, then the old one goes', async () => {
    const client = aws.cloudformation();
    const body = (name: string) => template({ Q: queue({ QueueName: name }), P: parameter({ Ref: 'Q' }) });
    await createStack(client, 'Replace', body('replace-old'));
    const name = await physicalId(client, 'Replace', 'P');
    await updateStack(client, 'Replace', body('replace-new'));
    const { Parameter } = await aws.ssm().send(new GetParameterCommand({ Name: name }));
    expect(Parameter?.Value).toMatch(/\/replace-new$/);
    expect(await queueNames('replace-')).toEqual(['replace-new']);
    const events = (await told(client, 'Replace')).slice(-9);
    expect(events.indexOf('UPDATE_COMPLETE P')).toBeGreaterThan(events.indexOf('UPDATE_COMPLETE Q'));
    expect(events.slice(-4)).toEqual([
      'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS Replace',
      'DELETE_IN_PROGRESS Q',
      'DELETE_COMPLETE Q',
      'UPDATE_COMPLETE Replace',
    ]);
  });

  test('refuses to replace a resource that keeps a name of its own', async () => {
    const client = aws.cloudformation();
    const table = (key: string) =>
      template({
        T: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            TableName: 'named',
            KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
            AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
            BillingMode: 'PAY_PER_REQUEST',
          },
        },
      });
    await createStack(client, 'Named', table('a'));
    expect((await updateStack(client, 'Named', table('b'))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    const reasons = (await stackEvents(client, 'Named')).map((event) => event.ResourceStatusReason);
    expect(reasons).toContain(
      'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename named and update the stack again.',
    );
  });

  test('deletes what is no longer in the template, unless it is to be retained', async () => {
    const client = aws.cloudformation();
    const names = { A: 'gone-a', B: 'gone-b', C: 'gone-c' };
    await createStack(
      client,
      'Gone',
      template({
        A: queue({ QueueName: names.A }),
        B: queue({ QueueName: names.B }, { DeletionPolicy: 'Retain' }),
        C: queue({ QueueName: names.C }),
      }),
    );
    await updateStack(client, 'Gone', template({ C: queue({ QueueName: names.C }) }));
    expect(await queueNames('gone-')).toEqual(['gone-b', 'gone-c']);
    expect(await told(client, 'Gone')).toContain('DELETE_SKIPPED B');
    await deleteStack(client, 'Gone');
    expect(await queueNames('gone-')).toEqual(['gone-b']);
  });

  test('deletes resources that share a physical id, such as a bucket and its policy', async () => {
    const client = aws.cloudformation();
    const statement = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: 'arn:aws:s3:::shared-id/*',
    };
    const Policy = {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Bucket' },
        PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
      },
    };
    const Bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'shared-id' } };
    await createStack(client, 'SharedId', template({ Q: queue(), Policy, Bucket }));
    await updateStack(client, 'SharedId', template({ Q: queue() }));
    const { Buckets } = await aws.s3().send(new ListBucketsCommand({}));
    expect(Buckets?.map((bucket) => bucket.Name) ?? []).not.toContain('shared-id');
  });

  test('with nothing to do is refused', async () => {
    const client = aws.cloudformation();
    const body = template({ Q: queue({ DelaySeconds: 5 }) });
    await createStack(client, 'Same', body);
    await expect(
      updateStack(client, 'Same', template({ Q: queue({ DelaySeconds: '5' }) })),
    ).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'No updates are to be performed.',
    });
  });

  test('of metadata alone touches no resource', async () => {
    const client = aws.cloudformation();
    await createStack(client, 'Meta', template({ Q: queue({}, { Metadata: { a: 1 } }) }));
    const { StackStatus } = await updateStack(
      client,
      'Meta',
      template({ Q: queue({}, { Metadata: { a: 2 } }) }),
    );
    expect(StackStatus).toBe('UPDATE_COMPLETE');
    expect(await told(client, 'Meta')).not.toContain('UPDATE_IN_PROGRESS Q');
  });

  test("of the stack's tags reaches its resources", async () => {
    const client = aws.cloudformation();
    const body = template({ Q: queue({ Tags: [{ Key: 'own', Value: 'yes' }] }) });
    await createStack(client, 'Tags', body, { Tags: [{ Key: 'team', Value: 'a' }] });
    await updateStack(client, 'Tags', body, { Tags: [{ Key: 'team', Value: 'b' }] });
    const events = await stackEvents(client, 'Tags');
    const last = events.findLast((event) => event.LogicalResourceId === 'Q');
    expect(JSON.parse(last?.ResourceProperties ?? '{}')).toEqual({
      Tags: [
        { Key: 'own', Value: 'yes' },
        { Key: 'team', Value: 'b' },
      ],
    });
  });
});

describe('a failed update', () => {
  test('rolls back: what was changed, replaced and created is as it was, and works', async () => {
    const client = aws.cloudformation();
    const before = {
      Changed: queue({ DelaySeconds: 1 }),
      Replaced: queue({ QueueName: 'failing-old' }),
      Follower: parameter({ Ref: 'Replaced' }),
      Removed: parameter('still here'),
    };
    await createStack(
      client,
      'Failing',
      template(before, { Outputs: { Url: { Value: { Ref: 'Replaced' } } } }),
    );
    const changed = await physicalId(client, 'Failing', 'Changed');
    const removed = await physicalId(client, 'Failing', 'Removed');
    const after = {
      Changed: queue({ DelaySeconds: 2 }),
      Replaced: queue({ QueueName: 'failing-new' }),
      Follower: parameter({ Ref: 'Replaced' }),
      Created: queue({ QueueName: 'failing-created' }),
      Refused: queue(REFUSED, { DependsOn: ['Changed', 'Follower', 'Created'] }),
    };
    const stack = await updateStack(client, 'Failing', template(after));

    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stack.Outputs?.[0]?.OutputValue).toMatch(/\/failing-old$/);
    expect(await delayOf(changed)).toBe('1');
    expect(await queueNames('failing-')).toEqual(['failing-old']);
    const follower = await physicalId(client, 'Failing', 'Follower');
    const { Parameter } = await aws.ssm().send(new GetParameterCommand({ Name: follower }));
    expect(Parameter?.Value).toMatch(/\/failing-old$/);
    expect((await aws.ssm().send(new GetParameterCommand({ Name: removed }))).Parameter?.Value).toBe(
      'still here',
    );
    const events = await stackEvents(client, 'Failing');
    expect(events.find((event) => event.ResourceStatus === 'CREATE_FAILED')?.ResourceStatusReason).toMatch(
      /^Resource handler returned message: ".*DelaySeconds.*HandlerErrorCode: InvalidRequest\)$/,
    );
    expect(events.map((event) => event.ResourceStatusReason)).toContain(
      'The following resource(s) failed to create: [Refused]. ',
    );
    // And it can be updated again.
    const fixed = await updateStack(
      client,
      'Failing',
      template({ ...before, Changed: queue({ DelaySeconds: 3 }) }),
    );
    expect(fixed.StackStatus).toBe('UPDATE_COMPLETE');
  });

  test('that is not to be rolled back stays as it is, can be tried again, and rolled back later', async () => {
    const client = aws.cloudformation();
    const keep = { DisableRollback: true };
    await createStack(client, 'Paused', template({ Q: queue({ DelaySeconds: 1 }) }));
    const url = await physicalId(client, 'Paused', 'Q');
    const broken = (delay: number) =>
      template({ Q: queue({ DelaySeconds: delay }), R: queue(REFUSED, { DependsOn: 'Q' }) });
    expect((await updateStack(client, 'Paused', broken(2), keep)).StackStatus).toBe('UPDATE_FAILED');
    expect(await delayOf(url)).toBe('2');
    await expect(updateStack(client, 'Paused', broken(3))).rejects.toThrow(
      'non-terminal [UPDATE_FAILED] state',
    );
    expect((await updateStack(client, 'Paused', broken(3), keep)).StackStatus).toBe('UPDATE_FAILED');
    await client.send(new RollbackStackCommand({ StackName: 'Paused' }));
    expect((await describeStack(client, 'Paused')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await delayOf(url)).toBe('1');
  });
});

describe('a failed creation', () => {
  const body = template({ Q: queue({ QueueName: 'fresh' }), R: queue(REFUSED, { DependsOn: 'Q' }) });

  test('is rolled back: nothing is left but the record of it', async () => {
    const client = aws.cloudformation();
    const stack = await createStack(client, 'Fresh', body);
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await queueNames('fresh')).toEqual([]);
    await expect(updateStack(client, 'Fresh', body)).rejects.toThrow(
      `Stack:${stack.StackId} is in ROLLBACK_COMPLETE state and can not be updated.`,
    );
    expect((await deleteStack(client, 'Fresh')).StackStatus).toBe('DELETE_COMPLETE');
  });

  test('with OnFailure DO_NOTHING leaves what was made', async () => {
    const client = aws.cloudformation();
    const stack = await createStack(client, 'Left', body, { OnFailure: 'DO_NOTHING' });
    expect(stack.StackStatus).toBe('CREATE_FAILED');
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: 'Left' }));
    expect(StackResources?.map((one) => one.ResourceStatus)).toEqual(['CREATE_COMPLETE', 'CREATE_FAILED']);
    const fixed = template({ Q: queue({ QueueName: 'fresh' }), R: queue() });
    const { StackStatus } = await updateStack(client, 'Left', fixed, { DisableRollback: true });
    expect(StackStatus).toBe('UPDATE_COMPLETE');
    await deleteStack(client, 'Left');
  });

  test('with OnFailure DELETE takes the stack away', async () => {
    const client = aws.cloudformation();
    expect((await createStack(client, 'Away', body, { OnFailure: 'DELETE' })).StackStatus).toBe(
      'DELETE_COMPLETE',
    );
    expect(await queueNames('fresh')).toEqual([]);
  });
});
