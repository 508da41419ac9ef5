import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeEventsCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createStack, template } from './stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

const lambda = (properties: object) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/any',
    Code: { ZipFile: 'exports.handler = async () => {};' },
    ...properties,
  },
});
const method = (properties: object) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: { RestApiId: { Ref: 'Api' }, ResourceId: 'root', HttpMethod: 'GET', ...properties },
});

/** Much that the endpoint does not have, and two mistakes that AWS would refuse too. */
const TROUBLED = {
  Python: lambda({ Runtime: 'python3.13' }),
  Image: lambda({ Code: { ImageUri: 'repository:tag' }, PackageType: 'Image' }),
  Layered: lambda({ Layers: ['arn:aws:lambda:us-east-1:000000000000:layer:one:1'] }),
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api', Body: { openapi: '3.0.1' } } },
  Aws: method({
    Integration: { Type: 'AWS', Uri: 'arn:aws:apigateway:us-east-1:dynamodb:action/GetItem' },
  }),
  Http: method({ Integration: { Type: 'HTTP_PROXY', Uri: 'https://example.com' } }),
  Authorized: method({ AuthorizationType: 'COGNITO_USER_POOLS' }),
  Rolling: { Type: 'AWS::SQS::Queue', UpdatePolicy: {} },
  Secret: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: '{{resolve:secretsmanager:a}}' } },
  Called: {
    Type: 'Custom::AWS',
    Properties: { ServiceToken: { 'Fn::GetAtt': ['Python', 'Arn'] } },
  },
  Mistaken: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 'soon', Nothing: 1 } },
};

const UNSUPPORTED = [
  ['Python', '/Resources/Python/Properties/Runtime', 'the runtime python3.13; it runs nodejs20.x'],
  ['Image', '/Resources/Image/Properties/Code', 'Lambda functions from container images'],
  ['Layered', '/Resources/Layered/Properties/Layers', 'Lambda layers'],
  ['Api', '/Resources/Api/Properties/Body', 'Body of AWS::ApiGateway::RestApi'],
  [
    'Aws',
    '/Resources/Aws/Properties/Integration/Type',
    'the integration type AWS with dynamodb:action/GetItem',
  ],
  ['Http', '/Resources/Http/Properties/Integration/Type', 'the integration type HTTP_PROXY'],
  [
    'Authorized',
    '/Resources/Authorized/Properties/AuthorizationType',
    'the authorization type COGNITO_USER_POOLS',
  ],
  ['Rolling', '/Resources/Rolling/UpdatePolicy', 'the attribute UpdatePolicy of resources'],
  ['Secret', '/Resources/Secret/Properties', 'dynamic references to secretsmanager'],
  ['Called', '/Resources/Called/Properties/ServiceToken', 'AwsCustomResource'],
];

describe('what a template asks for and cannot have', () => {
  test('is found by the change set, all of it at once, and told by DescribeEvents', async () => {
    const client = aws.cloudformation();
    const names = { StackName: 'Troubled', ChangeSetName: 'changes' };
    await client.send(
      new CreateChangeSetCommand({
        ...names,
        ChangeSetType: 'CREATE',
        TemplateBody: template(TROUBLED),
      }),
    );
    const changeSet = await client.send(new DescribeChangeSetCommand(names));
    expect(changeSet).toMatchObject({ Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE' });
    expect(changeSet.StatusReason).toContain('[AWS::EarlyValidation::PropertyValidation]');
    await expect(client.send(new ExecuteChangeSetCommand(names))).rejects.toThrow('[FAILED]');
    const { OperationEvents = [] } = await client.send(
      new DescribeEventsCommand({ ...names, Filters: { FailedEvents: true } }),
    );
    const told = OperationEvents.map((event) => [
      event.LogicalResourceId,
      event.ValidationPath,
      event.ValidationStatusReason,
    ]);
    expect(told).toEqual([
      ...UNSUPPORTED.map(([logicalId, path, what]) => [
        logicalId,
        path,
        expect.stringContaining(`does not implement ${what}`),
      ]),
      ['Mistaken', '/Resources/Mistaken/Properties/DelaySeconds', '#/DelaySeconds: expected type: Integer'],
      ['Mistaken', '/Resources/Mistaken/Properties', '#: extraneous key [Nothing] is not permitted'],
    ]);
    expect(OperationEvents[0]).toMatchObject({
      EventType: 'VALIDATION_ERROR',
      ValidationName: 'PROPERTY_VALIDATION',
      ValidationStatus: 'FAILED',
      ResourceType: 'AWS::Lambda::Function',
    });
    await client.send(new DeleteChangeSetCommand(names));
  });

  test('is refused at once by CreateStack, with every resource type that is missing', async () => {
    const client = aws.cloudformation();
    const refused = await client
      .send(new CreateStackCommand({ StackName: 'Refused', TemplateBody: template(TROUBLED) }))
      .catch((error: Error) => error);
    expect(refused).toMatchObject({ name: 'ValidationError' });
    const lines = (refused as Error).message.split('\n');
    expect(lines).toHaveLength(UNSUPPORTED.length);
    expect(lines[0]).toContain('[/Resources/Python/Properties/Runtime] The embedded endpoint does not');
    const body = template({
      ...TROUBLED,
      Rule: { Type: 'AWS::Events::Rule' },
      Pipe: { Type: 'AWS::Pipes::Pipe' },
    });
    const both = await client
      .send(new CreateStackCommand({ StackName: 'Refused', TemplateBody: body }))
      .catch((error: Error) => error);
    const message = (both as Error).message;
    expect(message).toContain('Unrecognized resource types: [AWS::Events::Rule, AWS::Pipes::Pipe]');
    expect(message).toContain('[/Resources/Called/Properties/ServiceToken]');
  });

  test('does not matter where a condition leaves it out', async () => {
    const stack = await createStack(
      aws.cloudformation(),
      'LeftOut',
      template(
        {
          Q: { Type: 'AWS::SQS::Queue' },
          Python: { ...lambda({ Runtime: 'python3.13' }), Condition: 'Never' },
          Rule: { Type: 'AWS::Events::Rule', Condition: 'Never' },
        },
        { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } },
      ),
    );
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  });

  test('is told of values that come from parameters and mappings, and not of what is not known yet', async () => {
    const client = aws.cloudformation();
    const body = template(
      {
        Q: { Type: 'AWS::SQS::Queue' },
        F: lambda({ Runtime: { 'Fn::FindInMap': ['Runtimes', { Ref: 'AWS::Region' }, 'value'] } }),
        // Its type is known only when the queue exists.
        Delayed: {
          Type: 'AWS::SQS::Queue',
          Properties: { DelaySeconds: { 'Fn::GetAtt': ['Q', 'QueueName'] } },
        },
      },
      { Mappings: { Runtimes: { 'us-east-1': { value: 'ruby3.4' } } } },
    );
    await expect(
      client.send(new CreateStackCommand({ StackName: 'Mapped', TemplateBody: body })),
    ).rejects.toThrow(
      '[/Resources/F/Properties/Runtime] The embedded endpoint does not implement the runtime ruby3.4',
    );
    const names = { StackName: 'Mapped', ChangeSetName: 'changes' };
    await client.send(new CreateChangeSetCommand({ ...names, ChangeSetType: 'CREATE', TemplateBody: body }));
    const { OperationEvents } = await client.send(new DescribeEventsCommand(names));
    expect(OperationEvents?.map((event) => event.LogicalResourceId)).toEqual(['F']);
  });
});
