import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { describeResource } from '../stack/describe.ts';
import { requireStack } from '../stack/find.ts';
import type { Stack } from '../stack/stack.ts';
import { stackName } from './input.ts';

/** As on AWS: larger stacks are for ListStackResources. */
const MAX_RESOURCES = 100;

export const describeStackResources = operation('cloudformation', 'DescribeStackResources', {
  resource: stackOf,
  input: z.object({
    StackName: stackName.optional(),
    LogicalResourceId: z.string().optional(),
    PhysicalResourceId: z.string().optional(),
  }),
  run(engine: CloudFormationEngine, input) {
    const stack = select(engine, input.StackName, input.PhysicalResourceId);
    const resources = Object.values(stack.resources)
      .filter(
        ({ logicalId }) => input.LogicalResourceId === undefined || logicalId === input.LogicalResourceId,
      )
      .slice(0, MAX_RESOURCES);
    return { StackResources: resources.map((resource) => describeResource(stack, resource)) };
  },
});

function select(
  engine: CloudFormationEngine,
  name: string | undefined,
  physicalId: string | undefined,
): Stack {
  if (name !== undefined) return requireStack(engine, name);
  if (physicalId === undefined)
    throw cloudFormationError.validation('Either StackName or PhysicalResourceId must be specified.');
  for (const stack of engine.stacks.values()) {
    if (stack.status === 'DELETE_COMPLETE') continue;
    if (Object.values(stack.resources).some((resource) => resource.physicalId === physicalId)) return stack;
  }
  throw cloudFormationError.validation(`Stack for ${physicalId} does not exist`);
}
