import {
  type CloudFormationClient,
  CreateStackCommand,
  type CreateStackInput,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type Stack,
  type StackEvent,
  UpdateStackCommand,
  type UpdateStackInput,
} from '@aws-sdk/client-cloudformation';

type Options = Omit<CreateStackInput & UpdateStackInput, 'StackName' | 'TemplateBody'>;

export const template = (resources: object, more: object = {}): string =>
  JSON.stringify({ Resources: resources, ...more });

export async function createStack(
  client: CloudFormationClient,
  name: string,
  body: string,
  options: Options = {},
): Promise<Stack> {
  const { StackId } = await client.send(
    new CreateStackCommand({
      StackName: name,
      TemplateBody: body,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      ...options,
    }),
  );
  return describeStack(client, StackId);
}

export async function updateStack(
  client: CloudFormationClient,
  name: string,
  body: string,
  options: Options = {},
): Promise<Stack> {
  await client.send(
    new UpdateStackCommand({
      StackName: name,
      TemplateBody: body,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      ...options,
    }),
  );
  return describeStack(client, name);
}

/** By id, so that a deleted stack can still be told from one that never was. */
export async function deleteStack(client: CloudFormationClient, name: string): Promise<Stack> {
  const { StackId } = await describeStack(client, name);
  await client.send(new DeleteStackCommand({ StackName: name }));
  return describeStack(client, StackId);
}

/** The answer comes when the stack is at rest. */
export async function describeStack(client: CloudFormationClient, name: string | undefined): Promise<Stack> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
  const [stack] = Stacks ?? [];
  if (stack === undefined) throw new Error(`no stack ${name}`);
  return stack;
}

/** Oldest first. */
export async function stackEvents(
  client: CloudFormationClient,
  name: string | undefined,
): Promise<StackEvent[]> {
  const events: StackEvent[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new DescribeStackEventsCommand({ StackName: name, NextToken }));
    events.push(...(page.StackEvents ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return events.reverse();
}

/** `CREATE_COMPLETE Queue`, oldest first. */
export async function told(client: CloudFormationClient, name: string | undefined): Promise<string[]> {
  const events = await stackEvents(client, name);
  return events.map((event) => `${event.ResourceStatus} ${event.LogicalResourceId}`);
}

export async function physicalId(
  client: CloudFormationClient,
  stack: string,
  logicalId: string,
): Promise<string> {
  const { StackResources } = await client.send(
    new DescribeStackResourcesCommand({ StackName: stack, LogicalResourceId: logicalId }),
  );
  const id = StackResources?.[0]?.PhysicalResourceId;
  if (id === undefined) throw new Error(`no resource ${logicalId} in ${stack}`);
  return id;
}

export function outputs(stack: Stack): Record<string, string | undefined> {
  return Object.fromEntries((stack.Outputs ?? []).map((one) => [one.OutputKey, one.OutputValue]));
}
