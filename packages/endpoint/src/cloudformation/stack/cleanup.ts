import { own } from '../../core/own.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { type Graph, reversed, visitInOrder } from '../template/graph.ts';
import { save } from './events.ts';
import { deleteResource } from './provision.ts';
import type { Stack, StackResource } from './stack.ts';

/** Resources of one state that are not, physically, in another: replaced or removed. */
export function changedContent(
  from: Readonly<Record<string, StackResource>>,
  to: Readonly<Record<string, StackResource>>,
): StackResource[] {
  return Object.values(from).filter(
    (resource) =>
      resource.physicalId !== undefined && own(to, resource.logicalId)?.physicalId !== resource.physicalId,
  );
}

/** The order of deletion: dependents before what they depend on. */
export function deletionGraph(resources: readonly StackResource[]): Graph {
  const names = new Set(resources.map((resource) => resource.logicalId));
  return reversed(
    new Map(
      resources.map(({ logicalId, dependsOn }) => [
        logicalId,
        new Set(dependsOn.filter((other) => names.has(other) && other !== logicalId)),
      ]),
    ),
  );
}

/**
 * Deletes what waits in `stack.cleanup`. What an update replaced or removed follows its policies; what a failed
 * operation created is deleted unless it is to be retained always. Answers false when something could not be deleted.
 */
export async function cleanUp(
  engine: CloudFormationEngine,
  stack: Stack,
  origin: 'replaced' | 'rolled back',
): Promise<boolean> {
  let clean = true;
  const waiting = [...stack.cleanup];
  // The same logical id may wait twice when updates failed one after the other.
  for (const batch of batches(waiting)) {
    const byName = new Map(batch.map((resource) => [resource.logicalId, resource]));
    await visitInOrder(
      deletionGraph(batch),
      async (logicalId) => {
        const resource = byName.get(logicalId) as StackResource;
        const result = await deleteResource(engine, stack, resource, {
          retain: isRetained(stack, resource, origin),
          standing: false,
        });
        if (engine.closed) return false;
        stack.cleanup = stack.cleanup.filter((one) => one !== resource);
        save(engine, stack);
        clean &&= result.status !== 'DELETE_FAILED';
        // A failure does not keep the rest: AWS deletes what it can.
        return true;
      },
      () => !engine.closed,
    );
  }
  return clean;
}

/** Whether a resource that a failed operation created outlives its rollback. */
export const isRetainedOnRollback = (stack: Stack, resource: StackResource): boolean =>
  resource.deletionPolicy === 'Retain' && stack.retainExceptOnCreate !== true;

function isRetained(stack: Stack, resource: StackResource, origin: 'replaced' | 'rolled back'): boolean {
  if (origin === 'rolled back') return isRetainedOnRollback(stack, resource);
  const replaced = Object.hasOwn(stack.resources, resource.logicalId);
  return (replaced ? resource.updateReplacePolicy : resource.deletionPolicy) !== 'Delete';
}

function batches(resources: readonly StackResource[]): StackResource[][] {
  const result: StackResource[][] = [];
  for (const resource of resources) {
    const batch = result.find((one) => one.every((other) => other.logicalId !== resource.logicalId));
    if (batch === undefined) result.push([resource]);
    else batch.push(resource);
  }
  return result;
}
