import { CreateStackCommand, DeleteStackCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findType } from '../../../src/cloudformation/resources/registry.ts';
import { type Endpoint, startEndpoint } from '../../../src/endpoint.ts';
import { clients } from '../../support/endpoint.ts';
import { leftovers } from './leftovers.ts';
import { describeStack } from './stacks.ts';
import { WHOLE_STACK } from './whole-stack.ts';

/** Each seed is a run of its own; a longer run asks for more. */
const SEEDS = Number(process.env['BAD_VALUE_SEEDS'] ?? 24);

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
const failures: string[] = [];
beforeAll(async () => {
  endpoint = await startEndpoint({
    port: 0,
    log: (level, message, fields) => {
      // What CloudFormation calls an internal failure; a function that is deleted as it starts is none of it.
      if (level === 'error' && !message.startsWith('an execution environment')) {
        failures.push(`${message}: ${JSON.stringify(fields)}`);
      }
    },
  });
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

const VALUES: readonly unknown[] = [
  '',
  -1,
  1e9,
  1.5,
  true,
  [],
  {},
  [{}],
  [{ Key: 'a' }],
  { a: 1 },
  { constructor: 'x' },
  'arn:aws:sqs:us-east-1:000000000000:none',
  '{{resolve:ssm:none}}',
  { Ref: 'Queue' },
  { Ref: 'Table' },
  { 'Fn::GetAtt': ['Role', 'Arn'] },
  'x'.repeat(3000),
  'é€\u0001',
  '{"a":',
  '*',
  'constructor',
  '../..',
];

/** A small generator with a period that is long enough, so that a seed gives the same run again. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Resources = Record<string, { Type: string; Properties?: Record<string, unknown> }>;

/** Gives one property of one resource another value; answers with its name. */
function spoil(resources: Resources, below: (limit: number) => number): string {
  const [logicalId, resource] = Object.entries(resources)[below(Object.keys(resources).length)] ?? [
    '',
    undefined,
  ];
  const { shape = {} } = (resource === undefined ? {} : (findType(resource.Type)?.properties ?? {})) as {
    shape?: object;
  };
  const names = Object.keys(shape);
  const name = names[below(names.length)];
  if (resource === undefined || name === undefined) return 'nothing';
  resource.Properties = { ...resource.Properties, [name]: VALUES[below(VALUES.length)] };
  return `${logicalId}.${name}`;
}

test.each(Array.from({ length: SEEDS }, (_, seed) => seed + 1))(
  'a bad property value (seed %i) fails its stack alone, and nothing is left of it',
  async (seed) => {
    const below = generator(seed);
    const client = aws.cloudformation();
    const whole = JSON.parse(WHOLE_STACK) as { Resources: Resources };
    const input = () => ({
      StackName: 'Whole',
      TemplateBody: JSON.stringify(whole),
      Capabilities: ['CAPABILITY_NAMED_IAM' as const],
    });
    const refusal = (error: { $metadata?: { httpStatusCode?: number } }) => {
      expect(error.$metadata?.httpStatusCode, spoiled).toBe(400);
      return { StackId: undefined };
    };
    let spoiled = spoil(whole.Resources, below);
    const { StackId } = await client.send(new CreateStackCommand(input())).catch(refusal);
    if (StackId === undefined) return;
    const created = await describeStack(client, StackId);
    expect(['CREATE_COMPLETE', 'ROLLBACK_COMPLETE'], spoiled).toContain(created.StackStatus);
    if (created.StackStatus === 'CREATE_COMPLETE') {
      spoiled += `, then ${spoil(whole.Resources, below)}`;
      await client.send(new UpdateStackCommand(input())).catch(refusal);
      const updated = await describeStack(client, StackId);
      expect(updated.StackStatus, spoiled).toMatch(/^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/);
    }
    await client.send(new DeleteStackCommand({ StackName: StackId }));
    const deleted = await describeStack(client, StackId);
    expect(deleted.StackStatus, `${spoiled}: ${deleted.StackStatusReason}`).toBe('DELETE_COMPLETE');
    expect(await leftovers(aws), spoiled).toEqual({});
    expect(failures, spoiled).toEqual([]);
  },
);
