// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are placeholders of Fn::Sub.
import {
  type Capability,
  CreateChangeSetCommand,
  CreateStackCommand,
  type CreateStackInput,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListChangeSetsCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createStack, deleteStack, outputs, stackEvents, template, updateStack } from './stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

const queue = { Type: 'AWS::SQS::Queue' };
const topic = { Type: 'AWS::SNS::Topic' };

function create(body: string, more: Partial<CreateStackInput> = {}) {
  return aws
    .cloudformation()
    .send(new CreateStackCommand({ StackName: 'Refused', TemplateBody: body, ...more }));
}

describe('change sets of stacks that are not there', () => {
  test('are refused as AWS words it', async () => {
    const client = aws.cloudformation();
    const names = { StackName: 'nostack', ChangeSetName: 'changes' };
    const missing = { name: 'ValidationError', message: 'Stack [nostack] does not exist' };
    await expect(client.send(new DescribeChangeSetCommand(names))).rejects.toMatchObject(missing);
    await expect(client.send(new DeleteChangeSetCommand(names))).rejects.toMatchObject(missing);
    await expect(client.send(new ExecuteChangeSetCommand(names))).rejects.toMatchObject(missing);
    await expect(client.send(new ListChangeSetsCommand({ StackName: 'nostack' }))).rejects.toMatchObject(
      missing,
    );
    const nameless = {
      name: 'ValidationError',
      message: 'StackName must be specified if ChangeSetName is not specified as an ARN.',
    };
    const alone = { ChangeSetName: 'changes' };
    await expect(client.send(new DeleteChangeSetCommand(alone))).rejects.toMatchObject(nameless);
    await expect(client.send(new DescribeChangeSetCommand(alone))).rejects.toMatchObject(nameless);
    const arn = 'arn:aws:cloudformation:us-east-1:000000000000:changeSet/none/1';
    await expect(client.send(new DescribeChangeSetCommand({ ChangeSetName: arn }))).rejects.toMatchObject({
      name: 'ChangeSetNotFoundException',
    });
  });

  test('have no template either', async () => {
    const client = aws.cloudformation();
    const get = (input: { StackName?: string; ChangeSetName?: string }) =>
      client.send(new GetTemplateCommand(input));
    await expect(get({})).rejects.toThrow('StackName is required if ChangeSetName is not specified.');
    await expect(get({ ChangeSetName: 'c' })).rejects.toThrow('StackName is a required parameter.');
    await expect(get({ StackName: 'nostack' })).rejects.toThrow('Stack with id nostack does not exist');
  });
});

describe('a template that cannot be evaluated is refused at once', () => {
  const parameter = (value: unknown) => ({
    P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: value } },
  });
  const Mappings = { Sizes: { eu: { small: '1' } } };

  test.each([
    [
      'an unknown mapping key',
      { 'Fn::FindInMap': ['Sizes', 'us', 'small'] },
      'Unable to get mapping for Sizes::us::small',
    ],
    [
      'a mapping key that objects inherit',
      { 'Fn::FindInMap': ['Sizes', '__proto__', 'toString'] },
      'Unable to get mapping for Sizes::__proto__::toString',
    ],
    [
      'an attribute that objects inherit',
      { 'Fn::FindInMap': ['Sizes', 'eu', 'constructor'] },
      'Unable to get mapping for Sizes::eu::constructor',
    ],
    [
      'a mapping that objects inherit',
      { 'Fn::FindInMap': ['toString', 'a', 'b'] },
      "Mapping named 'toString'",
    ],
    [
      'a condition that is not there',
      { 'Fn::If': ['Never', 'a', 'b'] },
      'unresolved condition dependency Never in Fn::If',
    ],
    [
      'a selection outside of its list',
      { 'Fn::Select': ['2', ['a', 'b']] },
      'Fn::Select requires a list argument with two elements: an integer index and a list',
    ],
    [
      'a selection by a name',
      { 'Fn::Select': ['one', ['a', 'b']] },
      'Fn::Select requires a list argument with two elements: an integer index and a list',
    ],
    ['an unknown function', { 'Fn::Nothing': 1 }, 'Fn::Nothing'],
    ['a join without a list', { 'Fn::Join': ['-', 'text'] }, 'Fn::Join'],
  ])('%s', async (_what, value, message) => {
    const body = template(parameter(value), { Mappings });
    await expect(create(body)).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(create(body)).rejects.toThrow(message);
    await expect(
      aws.cloudformation().send(
        new CreateChangeSetCommand({
          StackName: 'Refused',
          ChangeSetName: 'changes',
          ChangeSetType: 'CREATE',
          TemplateBody: body,
        }),
      ),
    ).rejects.toThrow(message);
  });

  test('policies that are unknown, or that the resource type does not have', async () => {
    const policy = (more: object) => template({ Q: { ...queue, ...more } });
    await expect(create(policy({ DeletionPolicy: 'Keep' }))).rejects.toThrow(
      'Unrecognized DeletionPolicy "Keep" for resource Q',
    );
    await expect(create(policy({ UpdateReplacePolicy: 'RetainExceptOnCreate' }))).rejects.toThrow(
      'Unrecognized UpdateReplacePolicy',
    );
    await expect(create(policy({ DeletionPolicy: 'Snapshot' }))).rejects.toThrow(
      'resource type AWS::SQS::Queue does not support deletion policy Snapshot',
    );
    await expect(
      create(template({ Q: { ...queue, DeletionPolicy: { 'Fn::If': ['C', 'Retain', 'Delete'] } } })),
    ).rejects.toThrow('Template format error: Every DeletionPolicy member must be a string.');
  });

  test('a pattern that would run for ever, without keeping anybody else waiting', async () => {
    const body = template(parameter({ Ref: 'Input' }), {
      Parameters: { Input: { Type: 'String', AllowedPattern: '^(a+)+$' } },
    });
    const slow = create(body, {
      Parameters: [{ ParameterKey: 'Input', ParameterValue: `${'a'.repeat(64)}!` }],
    }).catch((error: Error) => error);
    const answered: string[] = [];
    const other = aws
      .sqs()
      .send(new ListQueuesCommand({}))
      .then(() => answered.push('other'));
    const refused = await slow.then((error) => {
      answered.push('slow');
      return error;
    });
    await other;
    expect(refused).toMatchObject({ name: 'ValidationError' });
    expect(answered).toEqual(['other', 'slow']);
  });

  test('one nested too deep, in JSON, in YAML and behind aliases', async () => {
    const deep = `{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": ${'{"Fn::Not":['.repeat(2400)}1${']}'.repeat(2400)}}}}}`;
    const bodies = [
      deep,
      `Resources: ${'['.repeat(20_000)}`,
      'a: &a [x, x]\nb: &b [*a, *a]\nResources: [*b, *b]',
      'Resources: &r\n  Q: *r',
    ];
    for (const body of bodies) {
      await expect(create(body)).rejects.toMatchObject({ name: 'ValidationError' });
    }
  });
});

test('logical ids, parameters and outputs may have names that every object inherits', async () => {
  const client = aws.cloudformation();
  const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf'];
  const parameter = (value: unknown) => ({
    Type: 'AWS::SSM::Parameter',
    Properties: { Type: 'String', Value: value },
  });
  const body = (suffix: string) =>
    template(
      Object.fromEntries(
        names.map((name) => [name, parameter({ 'Fn::Sub': `\${isPrototypeOf}-${suffix}` })]),
      ),
      {
        Parameters: { isPrototypeOf: { Type: 'String', Default: 'x' } },
        Conditions: {
          __proto__x: { 'Fn::Equals': ['a', 'a'] },
          toLocaleString: { 'Fn::Equals': ['a', 'a'] },
        },
        Mappings: { toString: { valueOf: { constructor: 'mapped' } } },
        Outputs: {
          constructor: { Value: { Ref: 'constructor' }, Condition: 'toLocaleString' },
          valueOf: { Value: { 'Fn::FindInMap': ['toString', 'valueOf', 'constructor'] } },
        },
      },
    );
  const tags = { Tags: [{ Key: 'constructor', Value: 'tag' }] };
  const created = await createStack(client, 'Inherited', body('1'), tags);
  expect(created.StackStatus).toBe('CREATE_COMPLETE');
  expect(outputs(created)['valueOf']).toBe('mapped');
  const updated = await updateStack(client, 'Inherited', body('2'), { Tags: [] });
  expect(updated.StackStatus).toBe('UPDATE_COMPLETE');
  const Name = outputs(updated)['constructor'];
  const { Parameter } = await aws.ssm().send(new GetParameterCommand({ Name }));
  expect(Parameter?.Value).toBe('x-2');
  await expect(
    client.send(
      new DescribeStackResourceCommand({ StackName: 'Inherited', LogicalResourceId: 'isPrototypeOf' }),
    ),
  ).rejects.toThrow('Resource isPrototypeOf does not exist for stack Inherited');
  expect((await deleteStack(client, 'Inherited')).StackStatus).toBe('DELETE_COMPLETE');
});

describe('settings of requests', () => {
  test('ResourceTypes allow the types that they name', async () => {
    const body = template({ T: topic });
    await expect(create(body, { ResourceTypes: ['AWS::EC2::*'] })).rejects.toThrow(
      'Resource type AWS::SNS::Topic is not allowed by parameter ResourceTypes [AWS::EC2::*]',
    );
    const allowed = { ResourceTypes: ['AWS::SNS::*', 'AWS::SQS::Queue'] };
    const stack = await createStack(aws.cloudformation(), 'Allowed', body, allowed);
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  });

  test('transforms need a capability without a change set', async () => {
    const body = template({ T: topic }, { Transform: 'AWS::LanguageExtensions' });
    await expect(create(body)).rejects.toMatchObject({
      name: 'InsufficientCapabilitiesException',
      message: 'Requires capabilities : [CAPABILITY_AUTO_EXPAND]',
    });
    const Capabilities: Capability[] = ['CAPABILITY_AUTO_EXPAND'];
    const stack = await createStack(aws.cloudformation(), 'Expanded', body, { Capabilities });
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  });

  test.each<[string, Partial<CreateStackInput>, string]>([
    ['a capability', { Capabilities: ['CAPABILITY_ALL' as Capability] }, 'enum value set'],
    ['a tag of AWS', { Tags: [{ Key: 'aws:x', Value: 'y' }] }, 'aws: prefixed tag key names'],
    ['an empty tag', { Tags: [{ Key: 'x', Value: '' }] }, 'Tags'],
    [
      'too many tags',
      { Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: 'v' })) },
      'less than or equal to 50',
    ],
    [
      'too many topics',
      { NotificationARNs: Array.from({ length: 6 }, () => 'arn:aws:sns:x') },
      'NotificationARNs',
    ],
    ['a token', { ClientRequestToken: '-' }, 'ClientRequestToken'],
    [
      'a rollback trigger',
      { RollbackConfiguration: { MonitoringTimeInMinutes: 5 } },
      'does not implement MonitoringTimeInMinutes',
    ],
    [
      'a bucket for a URL',
      { TemplateBody: undefined, TemplateURL: 's3://bucket/key' },
      'S3 error: Domain name specified in bucket is not a valid S3 domain',
    ],
  ])('that are wrong are refused: %s', async (_what, input, message) => {
    await expect(create(template({ T: topic }), input)).rejects.toThrow(message);
  });

  test('a service role must be there, and let CloudFormation assume it', async () => {
    const client = aws.cloudformation();
    const RoleARN = 'arn:aws:iam::000000000000:role/deployer';
    const invalid = `Role ${RoleARN} is invalid or cannot be assumed`;
    const trust = (service: string) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
      });
    const body = template({ T: topic });
    await expect(create(body, { RoleARN })).rejects.toThrow(invalid);
    await aws.iam().send(
      new CreateRoleCommand({
        RoleName: 'deployer',
        AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
      }),
    );
    await expect(create(body, { RoleARN })).rejects.toThrow(invalid);
    await aws.iam().send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: 'deployer',
        PolicyDocument: trust('cloudformation.amazonaws.com'),
      }),
    );
    const stack = await createStack(client, 'ByRole', body, { RoleARN });
    expect(stack).toMatchObject({ StackStatus: 'CREATE_COMPLETE', RoleARN });
  });

  test('a token of the request is in the events of its operation', async () => {
    const client = aws.cloudformation();
    await createStack(client, 'Token', template({ T: topic }), { ClientRequestToken: 'first' });
    await updateStack(client, 'Token', template({ T: topic, Q: queue }), { ClientRequestToken: 'second' });
    const tokens = (await stackEvents(client, 'Token')).map((event) => event.ClientRequestToken);
    expect(new Set(tokens)).toEqual(new Set(['first', 'second']));
    expect(tokens[0]).toBe('first');
    expect(tokens.at(-1)).toBe('second');
  });

  test('RetainExceptOnCreate deletes what a failed creation would have retained', async () => {
    const client = aws.cloudformation();
    const refused = { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 86_400 }, DependsOn: 'Kept' };
    const body = template({
      Kept: { ...queue, Properties: { QueueName: 'retained' }, DeletionPolicy: 'Retain' },
      Refused: refused,
    });
    const stack = await createStack(client, 'Retaining', body, { RetainExceptOnCreate: true });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const { QueueUrls } = await aws.sqs().send(new ListQueuesCommand({ QueueNamePrefix: 'retained' }));
    expect(QueueUrls ?? []).toEqual([]);
  });

  test('a stack policy is refused for an update too', async () => {
    const client = aws.cloudformation();
    await createStack(client, 'Policy', template({ T: topic }));
    await expect(
      client.send(
        new UpdateStackCommand({
          StackName: 'Policy',
          UsePreviousTemplate: true,
          StackPolicyDuringUpdateBody: '{}',
        }),
      ),
    ).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});

describe('a summary of a template', () => {
  test('names unknown types, as an error or as a warning', async () => {
    const client = aws.cloudformation();
    const TemplateBody = template({ R: { Type: 'AWS::Events::Rule' } });
    await expect(client.send(new GetTemplateSummaryCommand({ TemplateBody }))).rejects.toThrow(
      'Unrecognized resource types: [AWS::Events::Rule]',
    );
    const summary = await client.send(
      new GetTemplateSummaryCommand({
        TemplateBody,
        TemplateSummaryConfig: { TreatUnrecognizedResourceTypesAsWarnings: true },
      }),
    );
    expect(summary.Warnings).toEqual({ UnrecognizedResourceTypes: ['AWS::Events::Rule'] });
  });

  test('is refused of a stack under review', async () => {
    const client = aws.cloudformation();
    await client.send(
      new CreateChangeSetCommand({
        StackName: 'Reviewed',
        ChangeSetName: 'changes',
        ChangeSetType: 'CREATE',
        TemplateBody: template({ T: topic }),
      }),
    );
    await expect(client.send(new GetTemplateSummaryCommand({ StackName: 'Reviewed' }))).rejects.toThrow(
      'GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.',
    );
  });
});

test('the resources of a stack are described up to a hundred', async () => {
  const client = aws.cloudformation();
  const many = Array.from({ length: 101 }, (_, index) => [`T${index}`, topic]);
  await createStack(client, 'Many', template(Object.fromEntries(many)));
  const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: 'Many' }));
  expect(StackResources).toHaveLength(100);
});
