import type { ExecutionStatus } from '@aws-sdk/client-cloudformation';
import type { CloudFormationEngine } from '../engine.ts';
import { isAtRest } from '../stack/stack.ts';
import type { ChangeSet } from './change-set.ts';

/** Whether a change set can be executed, or what became of its execution. */
export function executionStatusOf(engine: CloudFormationEngine, changeSet: ChangeSet): ExecutionStatus {
  if (changeSet.executionStatus !== 'EXECUTE_IN_PROGRESS') return changeSet.executionStatus;
  const status = engine.stacks.get(changeSet.stackId)?.status;
  if (status === undefined) return 'EXECUTE_FAILED';
  if (status === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS') return 'EXECUTE_COMPLETE';
  if (!isAtRest(status)) return 'EXECUTE_IN_PROGRESS';
  return status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE' ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED';
}
