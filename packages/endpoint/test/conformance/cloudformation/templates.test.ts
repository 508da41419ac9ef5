// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are placeholders of Fn::Sub.
import {
  CreateStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createStack, outputs, physicalId, stackEvents, template, updateStack } from './stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

const queue = { Type: 'AWS::SQS::Queue' };

async function parameterValue(name: string): Promise<string | undefined> {
  return (await aws.ssm().send(new GetParameterCommand({ Name: name }))).Parameter?.Value;
}

describe('a template', () => {
  test('in YAML, with conditions, mappings and pseudo parameters', async () => {
    const body = `
AWSTemplateFormatVersion: '2010-09-09'
Description: A queue and what is known of it
Parameters:
  Stage: {Type: String, Default: test}
Mappings:
  Delays: {test: {Seconds: 3}, live: {Seconds: 9}}
Conditions:
  Live: !Equals [!Ref Stage, live]
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      DelaySeconds: !FindInMap [Delays, !Ref Stage, Seconds]
      QueueName: !If [Live, live-queue, !Ref AWS::NoValue]
  Known:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Value: !Sub '\${AWS::StackName} \${AWS::Region} \${AWS::AccountId} \${AWS::Partition} \${AWS::URLSuffix} \${Queue.Arn}'
  OnlyLive:
    Type: AWS::SQS::Queue
    Condition: Live
Outputs:
  Known: {Value: !Ref Known}
  OnlyLive: {Value: !Ref OnlyLive, Condition: Live}
`;
    const stack = await createStack(aws.cloudformation(), 'Yaml', body);
    expect(stack).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      Description: 'A queue and what is known of it',
    });
    expect(outputs(stack)).not.toHaveProperty('OnlyLive');
    const url = await physicalId(aws.cloudformation(), 'Yaml', 'Queue');
    const name = url.split('/').at(-1);
    expect(await parameterValue(outputs(stack)['Known'] ?? '')).toBe(
      `Yaml us-east-1 000000000000 aws amazonaws.com arn:aws:sqs:us-east-1:000000000000:${name}`,
    );
    const live = await updateStack(aws.cloudformation(), 'Yaml', body, {
      Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'live' }],
    });
    expect(outputs(live)['OnlyLive']).toMatch(/\/Yaml-OnlyLive-[0-9A-Z]{12}$/);
    expect(await physicalId(aws.cloudformation(), 'Yaml', 'Queue')).toMatch(/\/live-queue$/);
    const { TemplateBody } = await aws.cloudformation().send(new GetTemplateCommand({ StackName: 'Yaml' }));
    expect(TemplateBody).toBe(body);
  });

  test('behind a URL of S3 may be longer than one in the request', async () => {
    const body = template({ Q: { ...queue, Metadata: { padding: 'x'.repeat(60_000) } } });
    await aws.s3().send(new CreateBucketCommand({ Bucket: 'templates' }));
    await aws.s3().send(new PutObjectCommand({ Bucket: 'templates', Key: 'long.json', Body: body }));
    const client = aws.cloudformation();
    await client.send(
      new CreateStackCommand({ StackName: 'Url', TemplateURL: `${endpoint.url}/templates/long.json` }),
    );
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'Url' }));
    expect(Stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE');
    await expect(createStack(client, 'Long', body)).rejects.toThrow('less than or equal to 51200');
    const missing = new CreateStackCommand({
      StackName: 'None',
      TemplateURL: `${endpoint.url}/templates/no.json`,
    });
    await expect(client.send(missing)).rejects.toThrow('S3 error');
  });

  test('reads SSM parameters by type and by dynamic reference', async () => {
    await aws.ssm().send(new PutParameterCommand({ Name: '/shop/delay', Type: 'String', Value: '4' }));
    const body = (name: string) =>
      template(
        {
          A: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { Ref: 'Delay' } } },
          B: {
            Type: 'AWS::SSM::Parameter',
            Properties: { Type: 'String', Value: `is {{resolve:ssm:${name}}}` },
          },
        },
        { Parameters: { Delay: { Type: 'AWS::SSM::Parameter::Value<String>', Default: name } } },
      );
    const client = aws.cloudformation();
    const stack = await createStack(client, 'Ssm', body('/shop/delay'));
    expect(stack.Parameters).toEqual([
      { ParameterKey: 'Delay', ParameterValue: '/shop/delay', ResolvedValue: '4' },
    ]);
    expect(await parameterValue(await physicalId(client, 'Ssm', 'A'))).toBe('4');
    expect(await parameterValue(await physicalId(client, 'Ssm', 'B'))).toBe('is 4');
    await expect(createStack(client, 'SsmNone', body('/shop/none'))).rejects.toThrow(
      'Unable to fetch parameters [/shop/none] from parameter store for this account.',
    );
    await expect(client.send(new DescribeStacksCommand({ StackName: 'SsmNone' }))).rejects.toThrow(
      'Stack with id SsmNone does not exist',
    );
  });

  test('with an unknown property fails as AWS words it, and is rolled back', async () => {
    const body = template({ Q: { ...queue, Properties: { Colour: 'red' } } });
    const stack = await createStack(aws.cloudformation(), 'Extraneous', body);
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const events = await stackEvents(aws.cloudformation(), 'Extraneous');
    expect(events.find((event) => event.ResourceStatus === 'CREATE_FAILED')?.ResourceStatusReason).toContain(
      'Properties validation failed for resource with message:\n#: extraneous key [Colour] is not permitted',
    );
  });

  test('can be summarised and validated without a stack', async () => {
    const body = template(
      { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'named', AssumeRolePolicyDocument: {} } } },
      { Parameters: { Secret: { Type: 'String', NoEcho: true, Default: 'x' } } },
    );
    const client = aws.cloudformation();
    const summary = await client.send(new GetTemplateSummaryCommand({ TemplateBody: body }));
    expect(summary).toMatchObject({
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      ResourceTypes: ['AWS::IAM::Role'],
      Parameters: [{ ParameterKey: 'Secret', DefaultValue: '****', NoEcho: true }],
    });
    await expect(client.send(new ValidateTemplateCommand({ TemplateBody: '{}' }))).rejects.toThrow(
      'At least one Resources member must be defined.',
    );
  });
});

describe('a request is refused, and nothing is made, when', () => {
  test.each([
    [
      'the template refers to nothing',
      template({ Q: { ...queue, Properties: { QueueName: { Ref: 'X' } } } }),
      '[X]',
    ],
    [
      'a type is unknown',
      template({ Q: { Type: 'AWS::EC2::VPC' } }),
      'Unrecognized resource types: [AWS::EC2::VPC]',
    ],
    ['it is no template', 'Resources: [', 'not well-formed'],
    [
      'a rule does not hold',
      template(
        { Q: queue },
        {
          Rules: {
            R: { Assertions: [{ Assert: { 'Fn::Equals': ['a', 'b'] }, AssertDescription: 'never' }] },
          },
        },
      ),
      'Rule R failed: never',
    ],
    [
      'resources depend on each other',
      template({ A: { ...queue, DependsOn: 'B' }, B: { ...queue, DependsOn: 'A' } }),
      'Circular dependency between resources: [A, B]',
    ],
  ])('%s', async (_what, body, message) => {
    const client = aws.cloudformation();
    await expect(createStack(client, 'Refused', body)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(message),
    });
    await expect(client.send(new DescribeStacksCommand({ StackName: 'Refused' }))).rejects.toThrow(
      'Stack with id Refused does not exist',
    );
  });

  test('it makes roles and does not say that it may', async () => {
    const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } };
    await expect(
      createStack(aws.cloudformation(), 'Capable', template({ R: role }), { Capabilities: [] }),
    ).rejects.toMatchObject({
      name: 'InsufficientCapabilitiesException',
      message: 'Requires capabilities : [CAPABILITY_IAM]',
    });
  });
});
