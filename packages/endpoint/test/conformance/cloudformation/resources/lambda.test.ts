import {
  GetEventSourceMappingCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../../support/endpoint.ts';
import {
  createStack,
  deleteStack,
  outputs,
  physicalId,
  stackEvents,
  template,
  updateStack,
} from '../stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

const code = (answer: string) =>
  `exports.handler = async (event, context) => '${answer} ' + context.functionVersion;`;

const role = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
    Policies: [
      {
        PolicyName: 'queues',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }],
        },
      },
    ],
  },
};

const lambda = (answer: string, more: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: code(answer) },
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    ...more,
  },
});

const version = (description: string, more: object = {}) => ({
  Type: 'AWS::Lambda::Version',
  Properties: { FunctionName: { Ref: 'Function' }, Description: description, ...more },
});

async function invoke(name: string | undefined, Qualifier?: string): Promise<string> {
  const { Payload } = await aws
    .lambda()
    .send(new InvokeCommand({ FunctionName: name, ...(Qualifier && { Qualifier }) }));
  return JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
}

describe('a function', () => {
  test('changes its code and configuration in place, and what is taken out goes back to its default', async () => {
    const client = aws.cloudformation();
    const settings = {
      Timeout: 20,
      MemorySize: 512,
      Description: 'first',
      Environment: { Variables: { EDITION: 1 } },
      ReservedConcurrentExecutions: 2,
      Tags: [{ Key: 'a', Value: 'b' }],
    };
    await createStack(client, 'Fn', template({ Role: role, Function: lambda('one', settings) }));
    const name = await physicalId(client, 'Fn', 'Function');
    const get = () => aws.lambda().send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    expect(await get()).toMatchObject({
      Timeout: 20,
      MemorySize: 512,
      Environment: { Variables: { EDITION: '1' } },
    });
    await updateStack(client, 'Fn', template({ Role: role, Function: lambda('two') }));
    expect(await get()).toMatchObject({ Timeout: 3, MemorySize: 128, Description: '' });
    const { ReservedConcurrentExecutions } = await aws
      .lambda()
      .send(new GetFunctionConcurrencyCommand({ FunctionName: name }));
    expect(ReservedConcurrentExecutions).toBeUndefined();
    expect(await invoke(name)).toBe('two $LATEST');
  });

  test('has versions side by side, each with a resource of its own, and an alias that may weigh two', async () => {
    const client = aws.cloudformation();
    const alias = (main: string, other?: string) => ({
      Type: 'AWS::Lambda::Alias',
      Properties: {
        FunctionName: { Ref: 'Function' },
        Name: 'live',
        FunctionVersion: { 'Fn::GetAtt': [main, 'Version'] },
        ...(other && {
          RoutingConfig: {
            AdditionalVersionWeights: [
              { FunctionVersion: { 'Fn::GetAtt': [other, 'Version'] }, FunctionWeight: 0.5 },
            ],
          },
        }),
      },
    });
    const V1 = { ...version('release v1'), DeletionPolicy: 'Retain' };
    const V2 = { ...version('release v2'), DeletionPolicy: 'Retain' };
    await createStack(
      client,
      'Releases',
      template({ Role: role, Function: lambda('one'), V1, Live: alias('V1') }),
    );
    const name = await physicalId(client, 'Releases', 'Function');
    const second = template({ Role: role, Function: lambda('two'), V1, V2, Live: alias('V1') });
    await updateStack(client, 'Releases', second);
    expect(await invoke(name, 'live')).toBe('one 1');
    expect(await invoke(name, '2')).toBe('two 2');
    await updateStack(
      client,
      'Releases',
      template({ Role: role, Function: lambda('two'), V1, V2, Live: alias('V1', 'V2') }),
    );
    const answers = new Set<string>();
    for (let index = 0; index < 40; index += 1) answers.add(await invoke(name, 'live'));
    expect([...answers].sort()).toEqual(['one 1', 'two 2']);
    // A version that leaves the template stays in Lambda when it is to be retained.
    await updateStack(
      client,
      'Releases',
      template({ Role: role, Function: lambda('two'), V2, Live: alias('V2') }),
    );
    const { Versions } = await aws.lambda().send(new ListVersionsByFunctionCommand({ FunctionName: name }));
    expect(Versions?.map((one) => `${one.Version} ${one.Description}`)).toEqual([
      '$LATEST ',
      '1 release v1',
      '2 release v2',
    ]);
  });

  test('is not published twice as it is', async () => {
    const client = aws.cloudformation();
    const body = template({
      Role: role,
      Function: lambda('one'),
      V1: version('first'),
      V2: { ...version('second'), DependsOn: 'V1' },
    });
    expect((await createStack(client, 'Twice', body)).StackStatus).toBe('ROLLBACK_COMPLETE');
    const events = await stackEvents(client, 'Twice');
    expect(events.find((event) => event.ResourceStatus === 'CREATE_FAILED')).toMatchObject({
      LogicalResourceId: 'V2',
      ResourceStatusReason: expect.stringContaining('A version for this Lambda function exists ( 1 ).'),
    });
  });

  test('is not published with another code than the one that the version asks for', async () => {
    const client = aws.cloudformation();
    const body = template({
      Role: role,
      Function: lambda('one'),
      V: version('wrong', { CodeSha256: Buffer.alloc(32).toString('base64') }),
    });
    expect((await createStack(client, 'Hash', body)).StackStatus).toBe('ROLLBACK_COMPLETE');
  });

  test('gets permissions, event sources and asynchronous settings for its alias', async () => {
    const client = aws.cloudformation();
    const body = (size: number) =>
      template(
        {
          Role: role,
          Function: lambda('one'),
          V1: version('first'),
          Live: {
            Type: 'AWS::Lambda::Alias',
            Properties: {
              FunctionName: { Ref: 'Function' },
              Name: 'live',
              FunctionVersion: { 'Fn::GetAtt': ['V1', 'Version'] },
            },
          },
          Queue: { Type: 'AWS::SQS::Queue' },
          Permission: {
            Type: 'AWS::Lambda::Permission',
            Properties: {
              Action: 'lambda:InvokeFunction',
              FunctionName: { Ref: 'Live' },
              Principal: 'apigateway.amazonaws.com',
              SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:abc/*',
            },
          },
          Source: {
            Type: 'AWS::Lambda::EventSourceMapping',
            Properties: {
              EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
              FunctionName: { Ref: 'Live' },
              BatchSize: size,
              FunctionResponseTypes: ['ReportBatchItemFailures'],
            },
          },
          Later: {
            Type: 'AWS::Lambda::EventInvokeConfig',
            Properties: {
              FunctionName: { Ref: 'Function' },
              Qualifier: 'live',
              MaximumRetryAttempts: 1,
            },
            DependsOn: 'Live',
          },
        },
        { Outputs: { Source: { Value: { Ref: 'Source' } } } },
      );
    const stack = await createStack(client, 'Sources', body(2));
    expect(stack.StackStatus, stack.StackStatusReason).toBe('CREATE_COMPLETE');
    const name = await physicalId(client, 'Sources', 'Function');
    const { Policy } = await aws
      .lambda()
      .send(new GetPolicyCommand({ FunctionName: name, Qualifier: 'live' }));
    expect(Policy).toContain('apigateway.amazonaws.com');
    const invokeConfig = await aws
      .lambda()
      .send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name, Qualifier: 'live' }));
    expect(invokeConfig.MaximumRetryAttempts).toBe(1);
    await updateStack(client, 'Sources', body(3));
    const UUID = outputs(stack)['Source'];
    const mapping = await aws.lambda().send(new GetEventSourceMappingCommand({ UUID }));
    expect(mapping).toMatchObject({
      BatchSize: 3,
      State: 'Enabled',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(mapping.FunctionArn).toMatch(/:live$/);
    const deleted = await deleteStack(client, 'Sources');
    expect(deleted.StackStatus, deleted.StackStatusReason).toBe('DELETE_COMPLETE');
  });
});
