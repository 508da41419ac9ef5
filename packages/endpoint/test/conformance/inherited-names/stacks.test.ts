import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  ListStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { INHERITED_NAMES, mapOf } from './names.ts';

let dataDirectory: string;
let endpoint: Endpoint;
const cloudformation = () => clients(endpoint).cloudformation();
beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'inherited-names-'));
  endpoint = await startTestEndpoint({ dataDirectory });
});
afterAll(async () => {
  await endpoint.close();
  await rm(dataDirectory, { recursive: true });
});

const waiter = () => ({ client: cloudformation(), maxWaitTime: 30, minDelay: 1, maxDelay: 1 });
const bodyOf = (template: object) => JSON.stringify(template);
const queue = (properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });

test.each(
  INHERITED_NAMES.flatMap((name) => [
    ['a mapping key', name, { 'Fn::FindInMap': ['M', name, 'toString'] }],
    ['a second mapping key', name, { 'Fn::FindInMap': ['M', 'a', name] }],
    ['a mapping', name, { 'Fn::FindInMap': [name, 'a', 'b'] }],
    ['a reference', name, { Ref: name }],
    ['a resource of GetAtt', name, { 'Fn::GetAtt': [name, 'Arn'] }],
    ['an attribute of GetAtt', name, { 'Fn::GetAtt': ['Q', name] }],
    ['a condition', name, { 'Fn::If': [name, 'a', 'b'] }],
    ['a variable of Sub', name, { 'Fn::Sub': `\${${name}}` }],
    ['a member of a variable of Sub', name, { 'Fn::Sub': `\${Q.${name}}` }],
    ['an export', name, { 'Fn::ImportValue': name }],
  ]),
)('%s called %s that is not there is refused, and nothing else is', async (_what, name, value) => {
  const StackName = `missing-${name.replaceAll('_', '')}`;
  const template = {
    Mappings: { M: { a: { b: 'c' } } },
    Resources: { Q: queue(), R: queue({ QueueName: value }) },
  };
  let refused = false;
  try {
    await cloudformation().send(
      new CreateStackCommand({ StackName, TemplateBody: bodyOf(template), OnFailure: 'DELETE' }),
    );
    // What only the deployment can know fails there.
    await waitUntilStackCreateComplete(waiter(), { StackName });
  } catch (error) {
    expect((error as Error).name).not.toMatch(/Internal/);
    refused = true;
  }
  expect(refused).toBe(true);
  expect((await cloudformation().send(new ListStacksCommand({}))).$metadata.httpStatusCode).toBe(200);
});

/** Logical ids and names of parameters are alphanumeric. */
describe.each(INHERITED_NAMES.filter((name) => name !== '__proto__'))('%s', (name) => {
  test('is a logical id, a parameter, a condition, a mapping, an output and a tag like any other', async () => {
    const StackName = `named-${name}`;
    await expect(cloudformation().send(new DescribeStacksCommand({ StackName: name }))).rejects.toMatchObject(
      { name: 'ValidationError' },
    );
    const template = (timeout: number) =>
      bodyOf({
        Parameters: mapOf(`P${name}`, { Type: 'String', Default: name }),
        Mappings: mapOf(name, mapOf(name, mapOf(name, `${timeout}`))),
        Conditions: mapOf(name, { 'Fn::Equals': [{ Ref: `P${name}` }, name] }),
        Resources: mapOf(name, {
          ...queue({ VisibilityTimeout: { 'Fn::FindInMap': [name, name, name] } }),
          Condition: name,
          Metadata: mapOf(name, name),
        }),
        Outputs: mapOf(name, {
          Value: { 'Fn::GetAtt': [name, 'QueueName'] },
          Export: { Name: `export-${name}` },
        }),
      });
    const stack = { StackName, Tags: [{ Key: name, Value: 'tagged' }] };
    await cloudformation().send(new CreateStackCommand({ ...stack, TemplateBody: template(10) }));
    await waitUntilStackCreateComplete(waiter(), { StackName });
    await cloudformation().send(new UpdateStackCommand({ ...stack, TemplateBody: template(20) }));
    await waitUntilStackUpdateComplete(waiter(), { StackName });
    const { Stacks } = await cloudformation().send(new DescribeStacksCommand({ StackName }));
    const { OutputValue: QueueName = '' } = Stacks?.[0]?.Outputs?.[0] ?? {};
    await clients(endpoint).sqs().send(new GetQueueUrlCommand({ QueueName }));
    for (const LogicalResourceId of INHERITED_NAMES) {
      const described = cloudformation().send(
        new DescribeStackResourceCommand({ StackName, LogicalResourceId }),
      );
      if (LogicalResourceId === name) await described;
      else await expect(described).rejects.toMatchObject({ name: 'ValidationError' });
    }
    await cloudformation().send(new DeleteStackCommand({ StackName }));
    await waitUntilStackDeleteComplete(waiter(), { StackName });
    await expect(clients(endpoint).sqs().send(new GetQueueUrlCommand({ QueueName }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
  });
});
