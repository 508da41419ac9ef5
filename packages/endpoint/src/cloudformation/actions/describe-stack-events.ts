import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { requireStack } from '../stack/find.ts';
import { stackName } from './input.ts';

const PAGE = 100;

export const describeStackEvents = operation('cloudformation', 'DescribeStackEvents', {
  resource: stackOf,
  input: z.object({ StackName: stackName, NextToken: z.string().optional() }),
  run(engine: CloudFormationEngine, input) {
    const stack = requireStack(engine, input.StackName, cloudFormationError.stackDoesNotExist);
    const events = engine.events.of(stack.id);
    // Newest first. A token counts from the oldest, so that new events do not shift the pages.
    const end = input.NextToken === undefined ? events.length : Number(input.NextToken);
    if (!Number.isInteger(end) || end < 0) throw cloudFormationError.validation('NextToken is not valid.');
    const start = Math.max(0, end - PAGE);
    return {
      StackEvents: events.slice(start, end).reverse(),
      ...(start > 0 && { NextToken: String(start) }),
    };
  },
});
