import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { own } from '../../core/own.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { describeResourceDetail } from '../stack/describe.ts';
import { requireStack } from '../stack/find.ts';
import { stackName } from './input.ts';

export const describeStackResource = operation('cloudformation', 'DescribeStackResource', {
  resource: stackOf,
  input: z.object({ StackName: stackName, LogicalResourceId: z.string() }),
  run(engine: CloudFormationEngine, input) {
    const stack = requireStack(engine, input.StackName, (name) =>
      cloudFormationError.validation(`Stack '${name}' does not exist`),
    );
    const resource = own(stack.resources, input.LogicalResourceId);
    if (resource === undefined) {
      throw cloudFormationError.validation(
        `Resource ${input.LogicalResourceId} does not exist for stack ${input.StackName}`,
      );
    }
    return { StackResourceDetail: describeResourceDetail(stack, resource) };
  },
});
