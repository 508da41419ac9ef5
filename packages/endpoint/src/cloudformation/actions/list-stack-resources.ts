import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { stackOf } from '../resource-arns.ts';
import { summarizeResource } from '../stack/describe.ts';
import { requireStack } from '../stack/find.ts';
import { stackName } from './input.ts';

/** A stack has at most 500 resources: one page holds them. */
export const listStackResources = operation('cloudformation', 'ListStackResources', {
  resource: stackOf,
  input: z.object({ StackName: stackName, NextToken: z.string().optional() }),
  run(engine: CloudFormationEngine, input) {
    const stack = requireStack(engine, input.StackName);
    return { StackResourceSummaries: Object.values(stack.resources).map(summarizeResource) };
  },
});
