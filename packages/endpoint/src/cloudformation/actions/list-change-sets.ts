import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { executionStatusOf } from '../change-set/execution-status.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { requireStack } from '../stack/find.ts';
import { stackName } from './input.ts';

export const listChangeSets = operation('cloudformation', 'ListChangeSets', {
  resource: stackOf,
  input: z.object({ StackName: stackName, NextToken: z.string().optional() }),
  run(engine: CloudFormationEngine, input) {
    const stack = requireStack(engine, input.StackName, cloudFormationError.stackDoesNotExist);
    const found = [...engine.changeSets.values()].filter((changeSet) => changeSet.stackId === stack.id);
    return {
      Summaries: found.map((changeSet) => ({
        StackId: stack.id,
        StackName: stack.name,
        ChangeSetId: changeSet.id,
        ChangeSetName: changeSet.name,
        ExecutionStatus: executionStatusOf(engine, changeSet),
        Status: changeSet.status,
        ...(changeSet.reason !== undefined && { StatusReason: changeSet.reason }),
        CreationTime: changeSet.created,
        ...(changeSet.description !== undefined && { Description: changeSet.description }),
        IncludeNestedStacks: changeSet.includeNestedStacks,
      })),
    };
  },
});
