import type { Change } from '@aws-sdk/client-cloudformation';
import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { executionStatusOf } from '../change-set/execution-status.ts';
import { requireChangeSet } from '../change-set/find.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { stackOf } from '../resource-arns.ts';
import { describeParameters } from '../template/parameters.ts';
import { changeSetName, stackNameOfChangeSet } from './input.ts';

export const describeChangeSet = operation('cloudformation', 'DescribeChangeSet', {
  resource: stackOf,
  input: z.object({
    ChangeSetName: changeSetName,
    StackName: stackNameOfChangeSet,
    IncludePropertyValues: flag.default(false),
    NextToken: z.string().optional(),
  }),
  run(engine: CloudFormationEngine, input) {
    const found = requireChangeSet(engine, input.ChangeSetName, input.StackName);
    return {
      ChangeSetName: found.name,
      ChangeSetId: found.id,
      StackId: found.stackId,
      StackName: found.stackName,
      ...(found.description !== undefined && { Description: found.description }),
      Parameters: describeParameters(found.parameters),
      CreationTime: found.created,
      ExecutionStatus: executionStatusOf(engine, found),
      Status: found.status,
      ...(found.reason !== undefined && { StatusReason: found.reason }),
      NotificationARNs: found.notificationArns,
      RollbackConfiguration: {},
      Capabilities: found.capabilities,
      Tags: found.tags,
      Changes: input.IncludePropertyValues ? found.changes : found.changes.map(withoutValues),
      IncludeNestedStacks: found.includeNestedStacks,
      ...(found.onFailure !== undefined && { OnStackFailure: found.onFailure }),
    };
  },
});

/** Values are shown only to those who ask for them. */
function withoutValues(change: Change): Change {
  const { BeforeContext: _, AfterContext: __, Details, ...rest } = change.ResourceChange ?? {};
  return {
    ...change,
    ResourceChange: {
      ...rest,
      Details: (Details ?? []).map(({ Target, ...detail }) => {
        const {
          BeforeValue: _before,
          AfterValue: _after,
          Path: _path,
          AttributeChangeType: _type,
          ...target
        } = Target ?? {};
        return { ...detail, Target: target };
      }),
    },
  };
}
