import type { CloudFormationEngine } from '../engine.ts';
import { cleanUp } from './cleanup.ts';
import { setResource, setStackStatus } from './events.ts';
import { isAtRest, type Stack, type StackResource } from './stack.ts';
import { failedStatus, runInBackground } from './start.ts';

const REASON = 'The endpoint was stopped while this was under way.';

/**
 * After a restart: what was under way has failed, and says so; it can be rolled back, updated or deleted like any
 * other failure. Only clean-ups are taken up again.
 */
export function resume(engine: CloudFormationEngine): void {
  for (const stack of [...engine.stacks.values()]) {
    if (isAtRest(stack.status)) continue;
    for (const resource of Object.values(stack.resources)) settle(engine, stack, resource);
    if (stack.status.endsWith('_COMPLETE_CLEANUP_IN_PROGRESS')) finishCleanup(engine, stack);
    else setStackStatus(engine, stack, failedStatus(stack.status), REASON);
  }
}

function settle(engine: CloudFormationEngine, stack: Stack, resource: StackResource): void {
  if (!resource.status.endsWith('_IN_PROGRESS')) return;
  const status = resource.status.replace('_IN_PROGRESS', '_FAILED') as StackResource['status'];
  setResource(engine, stack, { ...resource, status, reason: REASON });
}

function finishCleanup(engine: CloudFormationEngine, stack: Stack): void {
  const origin = stack.status.startsWith('UPDATE_ROLLBACK') ? 'rolled back' : 'replaced';
  runInBackground(engine, stack, async () => {
    await cleanUp(engine, stack, origin);
    if (!engine.closed) setStackStatus(engine, stack, failedStatus(stack.status));
  });
}
