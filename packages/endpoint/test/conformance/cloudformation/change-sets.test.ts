import {
  CreateChangeSetCommand,
  type CreateChangeSetInput,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createStack, describeStack, physicalId, stackEvents, template } from './stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

const queue = (properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });
const parameter = (value: unknown) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value: value },
});

function create(stack: string, body: string, more: Partial<CreateChangeSetInput> = {}) {
  return aws
    .cloudformation()
    .send(
      new CreateChangeSetCommand({ StackName: stack, ChangeSetName: 'changes', TemplateBody: body, ...more }),
    );
}

function describeIt(stack: string, more: { IncludePropertyValues?: boolean } = {}) {
  return aws
    .cloudformation()
    .send(new DescribeChangeSetCommand({ StackName: stack, ChangeSetName: 'changes', ...more }));
}

const execute = (stack: string) =>
  aws.cloudformation().send(new ExecuteChangeSetCommand({ StackName: stack, ChangeSetName: 'changes' }));

describe('a change set', () => {
  test('of the type CREATE makes a stack to review, and then the stack', async () => {
    const body = template({ Q: queue() });
    const { Id, StackId } = await create('New', body, { ChangeSetType: 'CREATE' });
    expect((await describeStack(aws.cloudformation(), 'New')).StackStatus).toBe('REVIEW_IN_PROGRESS');
    const description = await describeIt('New');
    expect(description).toMatchObject({
      ChangeSetId: Id,
      StackId,
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
    });
    expect(description.Changes?.map((change) => change.ResourceChange)).toMatchObject([
      { Action: 'Add', LogicalResourceId: 'Q', ResourceType: 'AWS::SQS::Queue' },
    ]);
    await execute('New');
    expect(await describeStack(aws.cloudformation(), 'New')).toMatchObject({
      StackId,
      StackStatus: 'CREATE_COMPLETE',
      ChangeSetId: Id,
    });
    await expect(execute('New')).rejects.toMatchObject({ name: 'InvalidChangeSetStatusException' });
    await expect(create('New', body, { ChangeSetType: 'CREATE', ChangeSetName: 'again' })).rejects.toThrow(
      'Stack [New] already exists and cannot be created again with the changeSet [again].',
    );
  });

  test('says what will be modified, replaced, added and removed, with values for those who ask', async () => {
    const before = {
      Changed: queue({ DelaySeconds: 1 }),
      Replaced: queue({ QueueName: 'old-name' }),
      Follower: parameter({ Ref: 'Replaced' }),
      Same: queue({ DelaySeconds: 9 }),
      Removed: queue(),
    };
    await createStack(aws.cloudformation(), 'Plan', template(before));
    const { Removed: _, ...rest } = before;
    await create(
      'Plan',
      template({
        ...rest,
        Changed: queue({ DelaySeconds: 2 }),
        Replaced: queue({ QueueName: 'new-name' }),
        Added: queue(),
      }),
    );
    const plain = await describeIt('Plan');
    expect(JSON.stringify(plain.Changes)).not.toContain('new-name');
    const { Changes } = await describeIt('Plan', { IncludePropertyValues: true });
    const changes = new Map(
      Changes?.map(({ ResourceChange }) => [ResourceChange?.LogicalResourceId, ResourceChange]),
    );
    expect([...changes.keys()].sort()).toEqual(['Added', 'Changed', 'Follower', 'Removed', 'Replaced']);
    expect(changes.get('Added')).toMatchObject({ Action: 'Add' });
    expect(changes.get('Removed')).toMatchObject({ Action: 'Remove', PolicyAction: 'Delete' });
    expect(changes.get('Changed')).toMatchObject({
      Action: 'Modify',
      Replacement: 'False',
      Scope: ['Properties'],
      PhysicalResourceId: await physicalId(aws.cloudformation(), 'Plan', 'Changed'),
    });
    expect(changes.get('Replaced')).toMatchObject({
      Replacement: 'True',
      PolicyAction: 'ReplaceAndDelete',
      Details: [
        {
          Target: {
            Name: 'QueueName',
            RequiresRecreation: 'Always',
            BeforeValue: 'old-name',
            AfterValue: 'new-name',
          },
          Evaluation: 'Static',
        },
      ],
    });
    expect(changes.get('Follower')).toMatchObject({
      Replacement: 'False',
      AfterContext: JSON.stringify({
        Properties: { Type: 'String', Value: '{{changeSet:KNOWN_AFTER_APPLY}}' },
      }),
      Details: [{ Evaluation: 'Dynamic', ChangeSource: 'ResourceReference' }],
    });
    // It has been foreseen, and nothing has happened.
    expect(await physicalId(aws.cloudformation(), 'Plan', 'Replaced')).toMatch(/\/old-name$/);
  });

  test('without changes fails with the words that the CDK looks for', async () => {
    const body = template({ Q: queue({ DelaySeconds: 5 }) });
    await createStack(aws.cloudformation(), 'Idle', body);
    await create('Idle', body);
    const description = await describeIt('Idle');
    expect(description).toMatchObject({ Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE' });
    expect(description.StatusReason).toMatch(/^The submitted information didn't contain changes\./);
    await expect(execute('Idle')).rejects.toThrow('cannot be executed in its current status of [FAILED]');
  });

  test('of outputs or tags alone is a change', async () => {
    const body = template({ Q: queue() });
    await createStack(aws.cloudformation(), 'Outer', body);
    await create('Outer', template({ Q: queue() }, { Outputs: { O: { Value: 'x' } } }));
    expect((await describeIt('Outer')).Status).toBe('CREATE_COMPLETE');
    await execute('Outer');
    expect((await describeStack(aws.cloudformation(), 'Outer')).Outputs).toEqual([
      { OutputKey: 'O', OutputValue: 'x' },
    ]);
  });

  test('is gone when it is deleted, and deleting it again succeeds', async () => {
    await create('Gone', template({ Q: queue() }), { ChangeSetType: 'CREATE' });
    const client = aws.cloudformation();
    const { Summaries } = await client.send(new ListChangeSetsCommand({ StackName: 'Gone' }));
    expect(Summaries?.map((summary) => summary.ChangeSetName)).toEqual(['changes']);
    const input = { StackName: 'Gone', ChangeSetName: 'changes' };
    await client.send(new DeleteChangeSetCommand(input));
    await client.send(new DeleteChangeSetCommand(input));
    await expect(describeIt('Gone')).rejects.toMatchObject({
      name: 'ChangeSetNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('keeps its template until it is executed', async () => {
    const body = template({ Q: queue() });
    await create('Kept', body, { ChangeSetType: 'CREATE' });
    const client = aws.cloudformation();
    const asked = { StackName: 'Kept', ChangeSetName: 'changes' };
    expect((await client.send(new GetTemplateCommand(asked))).TemplateBody).toBe(body);
  });

  test('takes parameters over from before', async () => {
    const body = template(
      { P: parameter({ Ref: 'Value' }), Q: queue() },
      { Parameters: { Value: { Type: 'String' } } },
    );
    await createStack(
      aws.cloudformation(),
      'Before',
      template({ P: parameter({ Ref: 'Value' }) }, { Parameters: { Value: { Type: 'String' } } }),
      {
        Parameters: [{ ParameterKey: 'Value', ParameterValue: 'kept' }],
      },
    );
    await create('Before', body, { Parameters: [{ ParameterKey: 'Value', UsePreviousValue: true }] });
    const { Changes, Parameters } = await describeIt('Before');
    expect(Parameters).toEqual([{ ParameterKey: 'Value', ParameterValue: 'kept' }]);
    expect(Changes?.map((change) => change.ResourceChange?.LogicalResourceId)).toEqual(['Q']);
  });

  test('shows the values of secret parameters to nobody', async () => {
    const body = template(
      { P: parameter({ Ref: 'Secret' }) },
      { Parameters: { Secret: { Type: 'String', NoEcho: true } } },
    );
    const given = (value: string) => ({ Parameters: [{ ParameterKey: 'Secret', ParameterValue: value }] });
    await createStack(aws.cloudformation(), 'Hush', body, given('hush-hush'));
    await create('Hush', body, given('hush-again'));
    const description = await describeIt('Hush', { IncludePropertyValues: true });
    expect(description.Parameters).toEqual([{ ParameterKey: 'Secret', ParameterValue: '****' }]);
    expect(JSON.stringify(description.Changes)).toContain('****');
    const events = await stackEvents(aws.cloudformation(), 'Hush');
    expect(JSON.stringify([description, events])).not.toMatch(/hush-/);
  });

  test('is refused for imports and for a stack that is not there', async () => {
    await expect(create('Nobody', template({ Q: queue() }))).rejects.toThrow('Stack [Nobody] does not exist');
    const imports = { ChangeSetType: 'IMPORT' as const };
    await expect(create('Nobody', template({ Q: queue() }), imports)).rejects.toMatchObject({
      name: 'NotImplemented',
    });
  });
});
