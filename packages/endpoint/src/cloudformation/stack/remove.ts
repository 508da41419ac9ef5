import { own } from '../../core/own.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { visitInOrder } from '../template/graph.ts';
import { changedContent, cleanUp, deletionGraph } from './cleanup.ts';
import { setStackStatus } from './events.ts';
import { deleteResource } from './provision.ts';
import type { Stack } from './stack.ts';

/** Deletes a stack's resources, dependents first, then says that it is gone. */
export async function removeStack(
  engine: CloudFormationEngine,
  stack: Stack,
  options: { reason?: string; retain: ReadonlySet<string> },
): Promise<void> {
  if (stack.status !== 'DELETE_IN_PROGRESS') {
    setStackStatus(engine, stack, 'DELETE_IN_PROGRESS', options.reason ?? 'User Initiated');
  }
  // Of an update that neither went through nor was rolled back, what was replaced stands too.
  if (stack.before !== undefined)
    stack.cleanup.push(...changedContent(stack.before.resources, stack.resources));
  await cleanUp(engine, stack, 'replaced');
  const failed: string[] = [];
  await visitInOrder(
    deletionGraph(Object.values(stack.resources)),
    async (logicalId) => {
      const resource = own(stack.resources, logicalId);
      if (resource === undefined || resource.status === 'DELETE_COMPLETE') return true;
      const retain = resource.deletionPolicy !== 'Delete' || options.retain.has(logicalId);
      const result = await deleteResource(engine, stack, resource, { retain, standing: true });
      if (result.status === 'DELETE_FAILED') failed.push(logicalId);
      return result.status !== 'DELETE_FAILED';
    },
    () => !engine.closed,
  );
  if (engine.closed) return;
  if (failed.length > 0) {
    const names = failed.join(', ');
    setStackStatus(
      engine,
      stack,
      'DELETE_FAILED',
      `The following resource(s) failed to delete: [${names}]. `,
    );
    return;
  }
  stack.outputs = [];
  stack.imports = [];
  stack.before = undefined;
  stack.deleted = new Date(engine.context.clock.now());
  setStackStatus(engine, stack, 'DELETE_COMPLETE');
}
