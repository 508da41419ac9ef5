import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand, DescribeKeyCommand } from '@aws-sdk/client-kms';
import {
  AddPermissionCommand,
  CreateAliasCommand as CreateFunctionAliasCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListAliasesCommand,
  PublishVersionCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  ListTagsForResourceCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type QueueAttributeName,
} from '@aws-sdk/client-sqs';
import { AddTagsToResourceCommand, GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { callJson } from '../../support/call-json.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';
import { createTable } from '../dynamodb/tables.ts';
import { INHERITED_NAMES, mapOf } from './names.ts';

// With a data directory: what gets into the state is encoded, and has to come back.
let dataDirectory: string;
let endpoint: Endpoint;
const aws = () => clients(endpoint);
beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'inherited-names-'));
  endpoint = await startTestEndpoint({ dataDirectory });
  await createTable(aws().dynamodb(), 'items');
  await aws()
    .s3()
    .send(new CreateBucketCommand({ Bucket: 'bucket' }));
  await createFunction(aws(), {
    name: 'named',
    source: 'export const handler = async () => ({ ...process.env });',
  });
  await aws()
    .lambda()
    .send(new PublishVersionCommand({ FunctionName: 'named' }));
});
afterAll(async () => {
  await endpoint.close();
  await rm(dataDirectory, { recursive: true });
});

describe.each(INHERITED_NAMES)('%s', (name) => {
  test('sqs: a queue, its tags and message attributes', async () => {
    const sqs = aws().sqs();
    await expect(sqs.send(new GetQueueUrlCommand({ QueueName: name }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    const AttributeNames = [name as QueueAttributeName];
    await expect(sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).rejects.toMatchObject(
      { name: 'InvalidAttributeName' },
    );
    const json = (operation: string, input: object) =>
      callJson(endpoint, 'sqs', `AmazonSQS.${operation}`, { QueueUrl, ...input });
    expect(await json('SetQueueAttributes', { Attributes: mapOf(name, 'x') })).toMatchObject({
      status: 400,
      body: { __type: expect.stringContaining('InvalidAttributeName') },
    });
    await json('TagQueue', { Tags: mapOf(name, 'tagged') });
    expect((await json('ListQueueTags', {})).body).toEqual({ Tags: mapOf(name, 'tagged') });
    const MessageAttributes = mapOf(name, { DataType: 'String', StringValue: 'value' });
    expect((await json('SendMessage', { MessageBody: 'm', MessageAttributes })).body).toMatchObject({
      MD5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const { body } = await json('ReceiveMessage', { MessageAttributeNames: [name] });
    expect(body).toMatchObject({ Messages: [{ Body: 'm' }] });
    const [message] = body['Messages'] as { MessageAttributes: object }[];
    expect(Object.entries(message?.MessageAttributes ?? {})).toEqual(Object.entries(MessageAttributes));
  });

  test('sns: a topic, its tags, attributes and filter policies', async () => {
    const sns = aws().sns();
    const { TopicArn } = await sns.send(
      new CreateTopicCommand({ Name: name, Tags: [{ Key: name, Value: 'tagged' }] }),
    );
    const { Tags } = await sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }));
    expect(Tags).toEqual([{ Key: name, Value: 'tagged' }]);
    await expect(
      sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: name, AttributeValue: 'x' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });

    const { QueueUrl } = await aws()
      .sqs()
      .send(
        new CreateQueueCommand({
          QueueName: `topic-${name}`,
          Attributes: { Policy: OPEN_POLICY },
        }),
      );
    const Endpoint = `arn:aws:sqs:us-east-1:000000000000:topic-${name}`;
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: 'sqs',
        Endpoint,
        Attributes: { FilterPolicy: JSON.stringify(mapOf(name, ['wanted'])) },
      }),
    );
    for (const StringValue of ['unwanted', 'wanted']) {
      const form = new URLSearchParams({
        Action: 'Publish',
        Version: '2010-03-31',
        TopicArn: TopicArn ?? '',
        Message: StringValue,
        'MessageAttributes.entry.1.Name': name,
        'MessageAttributes.entry.1.Value.DataType': 'String',
        'MessageAttributes.entry.1.Value.StringValue': StringValue,
      });
      const answer = await fetch(endpoint.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-amz-date': '20260101T000000Z',
          authorization:
            'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sns/aws4_request, SignedHeaders=host, Signature=0',
        },
        body: form.toString(),
      });
      expect(answer.status).toBe(200);
    }
    const { body } = await callJson(endpoint, 'sqs', 'AmazonSQS.ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
    });
    const messages = body['Messages'] as { Body: string }[];
    expect(messages.map(({ Body }) => JSON.parse(Body).Message)).toEqual(['wanted']);
  });

  test('s3: a key, its metadata, tags and query parameters', async () => {
    const s3 = aws().s3();
    await expect(s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: name }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
    await s3.send(
      new PutObjectCommand({ Bucket: 'bucket', Key: name, Body: name, Tagging: `${name}=tagged` }),
    );
    const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket: 'bucket', Key: name }));
    expect(TagSet).toEqual([{ Key: name, Value: 'tagged' }]);
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'bucket', Prefix: name }));
    expect(Contents).toMatchObject([{ Key: name }]);

    const signed = {
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0',
    };
    const object = `${endpoint.url}/bucket/with-metadata-${name}`;
    await fetch(object, { method: 'PUT', headers: { ...signed, [`x-amz-meta-${name}`]: 'meta' }, body: 'b' });
    const got = await fetch(object, { headers: signed });
    expect(got.headers.get(`x-amz-meta-${name}`)).toBe('meta');
    // A sub-resource that there is not is refused by its name.
    const strange = await fetch(`${endpoint.url}/bucket?${name}`, { method: 'PUT', headers: signed });
    expect(strange.status).toBe(501);
    expect(await strange.text()).toContain(`?${name}`);
    const xml = `<Tagging><TagSet/><${name}>x</${name}></Tagging>`;
    const refused = await fetch(`${endpoint.url}/bucket?tagging`, {
      method: 'PUT',
      headers: signed,
      body: xml,
    });
    expect(refused.status).toBe(400);
  });

  test('lambda: an alias, its permissions and settings, tags and variables', async () => {
    const lambda = aws().lambda();
    const there = { FunctionName: 'named', Qualifier: name };
    const named = { FunctionName: 'named', Name: name };
    await expect(lambda.send(new GetAliasCommand(named))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(lambda.send(new InvokeCommand(there))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await lambda.send(new CreateFunctionAliasCommand({ ...named, FunctionVersion: '1' }));
    const { Aliases } = await lambda.send(new ListAliasesCommand({ FunctionName: 'named' }));
    expect(Aliases?.map(({ Name }) => Name)).toContain(name);
    expect((await lambda.send(new InvokeCommand(there))).StatusCode).toBe(200);

    await expect(lambda.send(new GetPolicyCommand(there))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const permission = {
      ...there,
      StatementId: name.replaceAll('__', '-'),
      Action: 'lambda:InvokeFunction',
      Principal: 'sns.amazonaws.com',
    };
    await lambda.send(new AddPermissionCommand(permission));
    expect((await lambda.send(new GetPolicyCommand(there))).Policy).toContain(`:named:${name}`);
    await lambda.send(new RemovePermissionCommand({ ...there, StatementId: permission.StatementId }));

    await expect(lambda.send(new GetFunctionEventInvokeConfigCommand(there))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ ...there, MaximumRetryAttempts: 1 }));
    expect(await lambda.send(new GetFunctionEventInvokeConfigCommand(there))).toMatchObject({
      MaximumRetryAttempts: 1,
    });

    const { FunctionArn: Resource } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: 'named' }),
    );
    await lambda.send(new TagResourceCommand({ Resource, Tags: mapOf(name, 'tagged') }));
    if (name === '__proto__') return; // AWS takes letters first in the names of variables.
    await createFunction(aws(), {
      name: `variable-${name}`,
      source: 'export const handler = async () => ({ ...process.env });',
      Environment: { Variables: { [name]: 'variable' } },
    });
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: `variable-${name}` }));
    expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toMatchObject({ [name]: 'variable' });
  });

  test('iam: a role, its policies and tags', async () => {
    const iam = aws().iam();
    await expect(iam.send(new GetRoleCommand({ RoleName: name }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: TRUST }));
    const policy = { RoleName: name, PolicyName: name };
    await expect(iam.send(new GetRolePolicyCommand(policy))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: '*',
          Resource: '*',
          Condition: { StringEquals: mapOf(`aws:${name}`, 'x') },
        },
      ],
    });
    await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
    const got = await iam.send(new GetRolePolicyCommand(policy));
    expect(decodeURIComponent(got.PolicyDocument ?? '')).toContain(`aws:${name}`);
    await iam.send(new TagRoleCommand({ RoleName: name, Tags: [{ Key: name, Value: 'tagged' }] }));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
    expect(Role?.Tags).toEqual([{ Key: name, Value: 'tagged' }]);
  });

  test('ssm: a parameter and its tags', async () => {
    const ssm = aws().ssm();
    await expect(ssm.send(new GetParameterCommand({ Name: name }))).rejects.toMatchObject({
      name: 'ParameterNotFound',
    });
    await ssm.send(new PutParameterCommand({ Name: name, Value: 'v', Type: 'String' }));
    await ssm.send(
      new AddTagsToResourceCommand({
        ResourceType: 'Parameter',
        ResourceId: name,
        Tags: [{ Key: name, Value: 'tagged' }],
      }),
    );
    const { body } = await callJson(endpoint, 'ssm', 'AmazonSSM.ListTagsForResource', {
      ResourceType: 'Parameter',
      ResourceId: name,
    });
    expect(body).toEqual({ TagList: [{ Key: name, Value: 'tagged' }] });
  });

  test('kms: an alias and an encryption context', async () => {
    const kms = aws().kms();
    const KeyId = `alias/${name}`;
    await expect(kms.send(new DescribeKeyCommand({ KeyId }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await kms.send(new CreateAliasCommand({ AliasName: KeyId, TargetKeyId: KeyMetadata?.KeyId }));
    const json = (operation: string, input: object) =>
      callJson(endpoint, 'kms', `TrentService.${operation}`, input);
    const EncryptionContext = mapOf(name, 'context');
    const { body } = await json('Encrypt', { KeyId, Plaintext: 'c2VjcmV0', EncryptionContext });
    const { CiphertextBlob } = body;
    // Without the context it cannot be read: it is part of what was encrypted.
    expect((await json('Decrypt', { CiphertextBlob })).status).toBe(400);
    expect((await json('Decrypt', { CiphertextBlob, EncryptionContext })).body).toMatchObject({
      Plaintext: 'c2VjcmV0',
    });
  });

  test('logs: a group, a stream and tags', async () => {
    const json = (operation: string, input: object) =>
      callJson(endpoint, 'logs', `Logs_20140328.${operation}`, input);
    const missing = await json('DescribeLogStreams', { logGroupName: name });
    expect(missing.body['__type']).toContain('ResourceNotFoundException');
    await json('CreateLogGroup', { logGroupName: name, tags: mapOf(name, 'tagged') });
    await json('CreateLogStream', { logGroupName: name, logStreamName: name });
    expect((await json('DescribeLogStreams', { logGroupName: name })).body).toMatchObject({
      logStreams: [{ logStreamName: name }],
    });
    const resourceArn = `arn:aws:logs:us-east-1:000000000000:log-group:${name}`;
    expect((await json('ListTagsForResource', { resourceArn })).body).toEqual({
      tags: mapOf(name, 'tagged'),
    });
  });

  test('ecr: tags of a repository', async () => {
    const json = (operation: string, input: object) =>
      callJson(endpoint, 'ecr', `AmazonEC2ContainerRegistry_V20150921.${operation}`, input);
    const repositoryName = `repository/${name.toLowerCase().replaceAll('__', '')}`;
    const { body } = await json('CreateRepository', {
      repositoryName,
      tags: [{ Key: name, Value: 'tagged' }],
    });
    const { repositoryArn } = body['repository'] as { repositoryArn: string };
    expect((await json('ListTagsForResource', { resourceArn: repositoryArn })).body).toEqual({
      tags: [{ Key: name, Value: 'tagged' }],
    });
  });

  test('dynamodb: attributes, placeholders and names of tables', async () => {
    const json = (operation: string, input: object) =>
      callJson(endpoint, 'dynamodb', `DynamoDB_20120810.${operation}`, input);
    const Key = { pk: { S: name } };
    const Item = { ...Key, ...mapOf(name, { L: [{ S: 'a' }] }) };
    expect((await json('PutItem', { TableName: 'items', Item })).status).toBe(200);
    const update = {
      TableName: 'items',
      Key,
      UpdateExpression: 'SET #n[9] = :v',
      ExpressionAttributeNames: { '#n': name },
      ExpressionAttributeValues: { ':v': { S: 'b' } },
    };
    expect((await json('UpdateItem', update)).status).toBe(200);
    const { body } = await json('GetItem', { TableName: 'items', Key });
    expect(Object.entries(body['Item'] as object)).toContainEqual([name, { L: [{ S: 'a' }, { S: 'b' }] }]);
    const batch = await json('BatchGetItem', { RequestItems: mapOf(name, { Keys: [Key] }) });
    expect(batch.status).toBe(400);
    expect((await json('DescribeTable', { TableName: name })).body['__type']).toContain(
      'ResourceNotFoundException',
    );
    expect((await json(name, {})).status).toBe(501);
  });

  test.each([
    ['sqs', 'AmazonSQS'],
    ['ssm', 'AmazonSSM'],
    ['logs', 'Logs_20140328'],
    ['kms', 'TrentService'],
  ])('%s has no operation of that name', async (service, target) => {
    expect(await callJson(endpoint, service, `${target}.${name}`, {})).toMatchObject({
      status: 501,
      body: { __type: expect.stringContaining('NotImplemented') },
    });
  });
});

test('everything is there after a restart', async () => {
  await endpoint.close();
  endpoint = await startTestEndpoint({ dataDirectory });
  for (const name of INHERITED_NAMES) {
    const { QueueUrl } = await aws()
      .sqs()
      .send(new GetQueueUrlCommand({ QueueName: name }));
    expect((await callJson(endpoint, 'sqs', 'AmazonSQS.ListQueueTags', { QueueUrl })).body).toEqual({
      Tags: mapOf(name, 'tagged'),
    });
    const named = { FunctionName: 'named', Name: name };
    expect((await aws().lambda().send(new GetAliasCommand(named))).FunctionVersion).toBe('1');
    await aws()
      .iam()
      .send(new GetRolePolicyCommand({ RoleName: name, PolicyName: name }));
  }
});

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

const OPEN_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }],
});
