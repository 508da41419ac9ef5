import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { CloudFormationEngine } from '../engine.ts';

/**
 * What the early validation of a change set found, resource by resource. We validate whole templates, with the
 * finding in the change set's StatusReason; the CDK CLI asks here for more, and there is no more.
 */
export const describeEvents = operation<'cloudformation', 'DescribeEvents'>()({
  input: z.object({ StackName: z.string().optional(), ChangeSetName: z.string() }),
  run(_engine: CloudFormationEngine) {
    return { OperationEvents: [] };
  },
});
