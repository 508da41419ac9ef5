// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are placeholders of Fn::Sub.
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import {
  createStack,
  deleteStack,
  outputs,
  physicalId,
  stackEvents,
  template,
  updateStack,
} from './stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

/** Answers with what it was asked; the physical id follows the property Name. */
const PROVIDER = `
const response = require('cfn-response');
exports.handler = async (event, context) => {
  const { Name, Fail, Count } = event.ResourceProperties;
  if (Fail === event.RequestType) throw new Error('no');
  if (Fail === 'politely' && event.RequestType === 'Create') return response.send(event, context, response.FAILED, {}, 'none');
  await response.send(event, context, response.SUCCESS, {
    Asked: event.RequestType + ' ' + typeof Count + ' ' + Count,
    Previously: (event.OldResourceProperties || {}).Count || 'nothing',
  }, 'custom-' + Name);
};
`;

const provider = (code = PROVIDER, handler = 'index.handler', environment: object = {}) => ({
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
    },
  },
  Provider: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: handler,
      Code: { ZipFile: code },
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Environment: { Variables: environment },
    },
  },
});

const custom = (properties: object, more: object = {}) =>
  template(
    {
      ...provider(),
      C: {
        Type: 'Custom::Thing',
        Properties: { ServiceToken: { 'Fn::GetAtt': ['Provider', 'Arn'] }, ...properties },
        ...more,
      },
    },
    {
      Outputs: {
        Asked: { Value: { 'Fn::GetAtt': ['C', 'Asked'] } },
        Previously: { Value: { 'Fn::GetAtt': ['C', 'Previously'] } },
        Id: { Value: { Ref: 'C' } },
      },
    },
  );

async function failure(stack: string): Promise<string> {
  const events = await stackEvents(aws.cloudformation(), stack);
  const failed = events.find((event) => event.ResourceStatus?.endsWith('_FAILED'));
  return failed?.ResourceStatusReason ?? '';
}

/** The physical id under which the custom resource was deleted. */
async function deletedId(stack: string): Promise<string | undefined> {
  const events = await stackEvents(aws.cloudformation(), stack);
  const deleted = events.find(
    (event) => event.LogicalResourceId === 'C' && event.ResourceStatus === 'DELETE_COMPLETE',
  );
  return deleted?.PhysicalResourceId;
}

describe('a custom resource', () => {
  test('is created, updated, replaced and deleted by its function, which is given texts', async () => {
    const client = aws.cloudformation();
    const created = await createStack(client, 'Custom', custom({ Name: 'a', Count: 1 }));
    expect(outputs(created)).toEqual({ Asked: 'Create string 1', Previously: 'nothing', Id: 'custom-a' });
    const updated = await updateStack(client, 'Custom', custom({ Name: 'a', Count: 2 }));
    expect(outputs(updated)).toEqual({ Asked: 'Update string 2', Previously: '1', Id: 'custom-a' });
    const replaced = await updateStack(client, 'Custom', custom({ Name: 'b', Count: 2 }));
    expect(outputs(replaced)['Id']).toBe('custom-b');
    const events = await stackEvents(client, 'Custom');
    expect(events.findLast((event) => event.ResourceStatus === 'DELETE_COMPLETE')?.PhysicalResourceId).toBe(
      'custom-a',
    );
    expect((await deleteStack(client, 'Custom')).StackStatus).toBe('DELETE_COMPLETE');
  });

  test('whose function answers FAILED, or ends before it answers, fails with its stack', async () => {
    const client = aws.cloudformation();
    const polite = await createStack(client, 'Polite', custom({ Name: 'a', Fail: 'politely' }));
    expect(polite.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await failure('Polite')).toContain('Received response status [FAILED] from custom resource.');
    // What it may have made until then is deleted, under the physical id of its answer or a generated one.
    expect(await deletedId('Polite')).toBe('none');
    const sudden = await createStack(client, 'Sudden', custom({ Name: 'a', Fail: 'Create' }));
    expect(sudden.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await failure('Sudden')).toContain('ended with an error (Unhandled) before it answered');
    expect(await deletedId('Sudden')).toMatch(/^Sudden-C-[0-9A-Z]{12}$/);
  });

  test('that does not answer in time fails', async () => {
    const body = template({
      ...provider('exports.handler = async () => {};'),
      C: {
        Type: 'AWS::CloudFormation::CustomResource',
        Properties: { ServiceToken: { 'Fn::GetAtt': ['Provider', 'Arn'] }, ServiceTimeout: '1' },
      },
    });
    // Nor does it answer when it is to delete what it made.
    expect((await createStack(aws.cloudformation(), 'Late', body)).StackStatus).toBe('ROLLBACK_FAILED');
    expect(await failure('Late')).toContain(
      'CloudFormation did not receive a response from your Custom Resource',
    );
  });

  test("of CDK's provider framework is answered by the user's function", async () => {
    const user = `exports.handler = async (event) => ({
      PhysicalResourceId: 'mine',
      Data: { Asked: event.RequestType + ' ' + event.ResourceProperties.Name },
    });`;
    const { Provider: User, Role } = provider(user);
    const { Provider: Framework } = provider('', 'framework.onEvent', {
      USER_ON_EVENT_FUNCTION_ARN: { 'Fn::GetAtt': ['User', 'Arn'] },
    });
    const body = template(
      {
        Role,
        User,
        Framework,
        C: {
          Type: 'Custom::Framed',
          Properties: { ServiceToken: { 'Fn::GetAtt': ['Framework', 'Arn'] }, Name: 'x' },
        },
      },
      { Outputs: { Asked: { Value: { 'Fn::GetAtt': ['C', 'Asked'] } }, Id: { Value: { Ref: 'C' } } } },
    );
    const stack = await createStack(aws.cloudformation(), 'Framed', body);
    expect(outputs(stack)).toEqual({ Asked: 'Create x', Id: 'mine' });
  });

  test('of a CDK provider that cannot answer here is refused by name, not waited for', async () => {
    const { Provider, Role } = provider('', '__entrypoint__.handler');
    const body = template({
      Role,
      Provider,
      C: {
        Type: 'Custom::CrossRegionExportWriter',
        Properties: { ServiceToken: { 'Fn::GetAtt': ['Provider', 'Arn'] } },
      },
    });
    await expect(createStack(aws.cloudformation(), 'Entry', body)).rejects.toThrow(
      "does not implement CDK's own provider of Custom::CrossRegionExportWriter",
    );
  });
});

test('a custom log retention makes the log group and sets how long it keeps', async () => {
  const client = aws.cloudformation();
  const body = (days: number) =>
    template({
      L: {
        Type: 'Custom::LogRetention',
        Properties: {
          ServiceToken: 'unused',
          LogGroupName: '/aws/lambda/x',
          RetentionInDays: days,
          RemovalPolicy: 'destroy',
        },
      },
    });
  const retention = async () => {
    const { logGroups } = await aws
      .logs()
      .send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/x' }));
    return logGroups?.map((group) => group.retentionInDays);
  };
  await createStack(client, 'Retention', body(7));
  expect(await retention()).toEqual([7]);
  await updateStack(client, 'Retention', body(14));
  expect(await retention()).toEqual([14]);
  expect(await physicalId(client, 'Retention', 'L')).toBe('/aws/lambda/x');
  await deleteStack(client, 'Retention');
  expect(await retention()).toEqual([]);
});

test('inline code is packed as index.js with the module cfn-response', async () => {
  const client = aws.cloudformation();
  await createStack(client, 'Inline', template(provider()));
  const name = await physicalId(client, 'Inline', 'Provider');
  const { Configuration } = await aws.lambda().send(new GetFunctionCommand({ FunctionName: name }));
  expect(Configuration).toMatchObject({ Handler: 'index.handler', State: 'Active' });
});

describe("the notifications of CDK's Bucket", () => {
  const notify = (events: string[], more: object = {}) => ({
    Type: 'Custom::S3BucketNotifications',
    Properties: {
      ServiceToken: { 'Fn::GetAtt': ['Handler', 'Arn'] },
      BucketName: { Ref: 'Bucket' },
      NotificationConfiguration: {
        QueueConfigurations: [{ Events: events, QueueArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
      },
      Managed: true,
      ...more,
    },
    DependsOn: 'Policy',
  });
  // As CDK writes it: its function is Python, and the endpoint does its work itself.
  const { Role, Provider } = provider('import boto3', 'index.handler');
  const Handler = { ...Provider, Properties: { ...Provider.Properties, Runtime: 'python3.13' } };
  const Queue = { Type: 'AWS::SQS::Queue' };
  const Policy = {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Queue' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 's3.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          },
        ],
      },
    },
  };

  async function eventsOf(Bucket: string): Promise<unknown> {
    const { QueueConfigurations } = await aws
      .s3()
      .send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    return QueueConfigurations?.map(({ Events }) => Events);
  }

  test('are set, changed and taken away', async () => {
    const client = aws.cloudformation();
    const Bucket = { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain' };
    const body = (more: object) => template({ Role, Queue, Policy, Bucket, ...more });
    const stack = await createStack(
      client,
      'Notified',
      body({ Handler, Notifications: notify(['s3:ObjectCreated:*']) }),
    );
    expect(stack.StackStatus, stack.StackStatusReason).toBe('CREATE_COMPLETE');
    const bucket = await physicalId(client, 'Notified', 'Bucket');
    expect(await eventsOf(bucket)).toEqual([['s3:ObjectCreated:*']]);
    await updateStack(client, 'Notified', body({ Handler, Notifications: notify(['s3:ObjectRemoved:*']) }));
    expect(await eventsOf(bucket)).toEqual([['s3:ObjectRemoved:*']]);
    await updateStack(client, 'Notified', body({}));
    expect(await eventsOf(bucket)).toBeUndefined();
    expect((await deleteStack(client, 'Notified')).StackStatus).toBe('DELETE_COMPLETE');
  });

  test('of a bucket of another stack leave what others have set', async () => {
    const client = aws.cloudformation();
    await aws.s3().send(new CreateBucketCommand({ Bucket: 'elsewhere' }));
    const body = (events: string[]) =>
      template({
        Role,
        Handler,
        Queue,
        Policy,
        Notifications: notify(events, { BucketName: 'elsewhere', Managed: false }),
      });
    expect((await createStack(client, 'One', body(['s3:ObjectCreated:Put']))).StackStatus).toBe(
      'CREATE_COMPLETE',
    );
    await createStack(client, 'Two', body(['s3:ObjectRemoved:*']));
    expect(await eventsOf('elsewhere')).toEqual([['s3:ObjectCreated:Put'], ['s3:ObjectRemoved:*']]);
    await updateStack(client, 'One', body(['s3:ObjectCreated:Copy']));
    await deleteStack(client, 'Two');
    expect(await eventsOf('elsewhere')).toEqual([['s3:ObjectCreated:Copy']]);
  });
});

test('a function may be named without the word function, as AWS takes it', async () => {
  const client = aws.cloudformation();
  const { Role, Provider } = provider();
  const { Provider: Source } = provider('exports.handler = async () => {};');
  const short = (name: string) => ({
    'Fn::Sub': `arn:aws:lambda:\${AWS::Region}:\${AWS::AccountId}:${name}`,
  });
  const stack = await createStack(
    client,
    'Short',
    template(
      {
        Role,
        Provider: { ...Provider, Properties: { ...Provider.Properties, FunctionName: 'short-provider' } },
        Target: { ...Source, Properties: { ...Source.Properties, FunctionName: 'short-target' } },
        Queue: { Type: 'AWS::SQS::Queue' },
        C: {
          Type: 'Custom::Thing',
          Properties: { ServiceToken: short('short-provider'), Name: 'a' },
          DependsOn: 'Provider',
        },
        Mapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            FunctionName: short('short-target'),
            EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          },
          DependsOn: 'Target',
        },
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            FunctionName: { 'Fn::Sub': '${AWS::AccountId}:short-target' },
            Action: 'lambda:InvokeFunction',
            Principal: 'sns.amazonaws.com',
          },
          DependsOn: 'Target',
        },
      },
      { Outputs: { Id: { Value: { Ref: 'C' } } } },
    ),
  );
  expect(stack.StackStatus, await failure('Short')).toBe('CREATE_COMPLETE');
  expect(outputs(stack)['Id']).toBe('custom-a');
  expect((await deleteStack(client, 'Short')).StackStatus).toBe('DELETE_COMPLETE');
});
