import type { OperationEvent } from '@aws-sdk/client-cloudformation';
import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { ChangeSet } from '../change-set/change-set.ts';
import { requireChangeSet } from '../change-set/find.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import type { Problem } from '../template/problem.ts';
import { changeSetName, stackNameOfChangeSet } from './input.ts';

/** What the validation of a change set found, resource by resource. */
export const describeEvents = operation('cloudformation', 'DescribeEvents', {
  resource: stackOf,
  input: z.object({
    StackName: stackNameOfChangeSet,
    ChangeSetName: changeSetName.optional(),
    OperationId: z.string().optional(),
    Filters: z.object({ FailedEvents: z.unknown() }).optional(),
    NextToken: z.string().optional(),
  }),
  run(engine: CloudFormationEngine, input) {
    if (input.ChangeSetName === undefined)
      throw cloudFormationError.notImplemented('DescribeEvents other than of change sets');
    const changeSet = requireChangeSet(engine, input.ChangeSetName, input.StackName);
    return {
      OperationEvents: (changeSet.problems ?? []).map((problem, index) => eventOf(changeSet, problem, index)),
    };
  },
});

function eventOf(changeSet: ChangeSet, problem: Problem, index: number): OperationEvent {
  return {
    EventId: `${changeSet.id.split('/').at(-1)}-${index}`,
    StackId: changeSet.stackId,
    OperationId: changeSet.id.split('/').at(-1),
    OperationType: 'CREATE_CHANGESET',
    EventType: 'VALIDATION_ERROR',
    LogicalResourceId: problem.logicalId,
    PhysicalResourceId: '',
    ResourceType: problem.resourceType,
    Timestamp: changeSet.created,
    ValidationFailureMode: 'FAIL',
    ValidationName: 'PROPERTY_VALIDATION',
    ValidationStatus: 'FAILED',
    ValidationStatusReason: problem.message,
    ValidationPath: problem.path,
  };
}
