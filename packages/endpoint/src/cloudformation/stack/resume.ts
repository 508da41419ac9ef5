import { own } from '../../core/own.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { parseProperties } from '../resources/properties.ts';
import { findType } from '../resources/registry.ts';
import { cleanUp } from './cleanup.ts';
import { save, setResource, setStackStatus } from './events.ts';
import { resourceContext } from './resource-context.ts';
import { isAtRest, type Stack, type StackResource } from './stack.ts';
import { failedStatus, runInBackground } from './start.ts';

const REASON = 'The endpoint was stopped while this was under way.';

/**
 * After a restart: what was under way has failed, and says so; it can be rolled back, updated or deleted like any
 * other failure. Only clean-ups are taken up again.
 */
export async function resume(engine: CloudFormationEngine): Promise<void> {
  const claims: { stack: Stack; resource: StackResource }[] = [];
  for (const stack of [...engine.stacks.values()]) {
    if (isAtRest(stack.status)) continue;
    for (const resource of Object.values(stack.resources)) {
      const settled = settle(engine, stack, resource);
      if (settled.claimed === true) claims.push({ stack, resource: settled });
    }
    if (stack.status.endsWith('_COMPLETE_CLEANUP_IN_PROGRESS')) finishCleanup(engine, stack);
    else setStackStatus(engine, stack, failedStatus(stack.status), REASON);
  }
  for (const changeSet of [...engine.changeSets.values()]) {
    if (changeSet.status !== 'CREATE_PENDING' && changeSet.status !== 'CREATE_IN_PROGRESS') continue;
    engine.changeSets.set(changeSet.id, { ...changeSet, status: 'FAILED', reason: REASON });
  }
  for (const { stack, resource } of claims) await settleClaim(engine, stack, resource);
}

function settle(engine: CloudFormationEngine, stack: Stack, resource: StackResource): StackResource {
  if (!resource.status.endsWith('_IN_PROGRESS')) return resource;
  const status = resource.status.replace('_IN_PROGRESS', '_FAILED') as StackResource['status'];
  return setResource(engine, stack, { ...resource, status, reason: REASON });
}

/**
 * A creating call was about to be made, or was made and never recorded: the service knows which. Settled at once, so
 * that a stack never deletes what another client creates later under the name that it had claimed.
 */
async function settleClaim(
  engine: CloudFormationEngine,
  stack: Stack,
  resource: StackResource,
): Promise<void> {
  const { logicalId, physicalId = '' } = resource;
  const found = await isMade(engine, stack, resource).catch((cause: unknown) => {
    engine.context.log('error', 'failed to check an interrupted creation', { logicalId, cause });
    return true;
  });
  if (own(stack.resources, logicalId) !== resource) return;
  stack.resources[logicalId] = {
    ...resource,
    claimed: undefined,
    physicalId: found ? physicalId : undefined,
  };
  save(engine, stack);
}

async function isMade(
  engine: CloudFormationEngine,
  stack: Stack,
  { type: name, logicalId, physicalId = '', properties }: StackResource,
): Promise<boolean> {
  const type = findType(name);
  if (type?.exists === undefined) return true;
  const parsed = parseProperties(type, properties) as never;
  return type.exists(
    { physicalId, properties: parsed },
    resourceContext(engine, stack, logicalId, () => {}),
  );
}

function finishCleanup(engine: CloudFormationEngine, stack: Stack): void {
  const origin = stack.status.startsWith('UPDATE_ROLLBACK') ? 'rolled back' : 'replaced';
  runInBackground(engine, stack, async () => {
    await cleanUp(engine, stack, origin);
    if (!engine.closed) setStackStatus(engine, stack, failedStatus(stack.status));
  });
}
