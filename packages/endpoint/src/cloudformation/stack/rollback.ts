import { isDeepStrictEqual } from 'node:util';
import { own } from '../../core/own.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { reversed, visitInOrder } from '../template/graph.ts';
import { changedContent, cleanUp, deletionGraph, isRetainedOnRollback } from './cleanup.ts';
import { save, setResource, setStackStatus } from './events.ts';
import { deleteResource, succeeded, updateResource } from './provision.ts';
import type { Stack, StackContent, StackResource } from './stack.ts';

/** Deletes what a failed creation made. The stack's shell stays, to be read and then deleted. */
export async function rollBackCreate(
  engine: CloudFormationEngine,
  stack: Stack,
  reason: string,
): Promise<void> {
  setStackStatus(engine, stack, 'ROLLBACK_IN_PROGRESS', reason);
  const failed: string[] = [];
  await visitInOrder(
    deletionGraph(Object.values(stack.resources)),
    async (logicalId) => {
      const resource = own(stack.resources, logicalId);
      if (resource === undefined || resource.status === 'DELETE_COMPLETE') return true;
      const retain = resource.physicalId !== undefined && isRetainedOnRollback(stack, resource);
      const result = await deleteResource(engine, stack, resource, { retain, standing: true });
      if (result.status === 'DELETE_FAILED') failed.push(logicalId);
      return result.status !== 'DELETE_FAILED';
    },
    () => !engine.closed,
  );
  if (engine.closed) return;
  stack.outputs = [];
  stack.imports = [];
  if (failed.length === 0) setStackStatus(engine, stack, 'ROLLBACK_COMPLETE');
  else {
    const names = failed.join(', ');
    setStackStatus(
      engine,
      stack,
      'ROLLBACK_FAILED',
      `The following resource(s) failed to delete: [${names}]. `,
    );
  }
}

/**
 * Takes a stack back to its last stable state: what was changed is changed back, in the old template's order, then
 * what was created is deleted. `skip`: resources to be left as they are (ContinueUpdateRollback).
 */
export async function rollBackUpdate(
  engine: CloudFormationEngine,
  stack: Stack,
  reason: string | undefined,
  skip: ReadonlySet<string> = new Set(),
): Promise<void> {
  const before = stack.before;
  if (before === undefined) throw new Error(`the stack ${stack.name} has nothing to roll back to`);
  setStackStatus(engine, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
  const failed: string[] = [];
  const created = changedContent(stack.resources, before.resources).filter(
    // Of a rollback that goes on, what was created waits already.
    ({ logicalId, physicalId }) =>
      !stack.cleanup.some((one) => one.logicalId === logicalId && one.physicalId === physicalId),
  );
  stack.cleanup.push(...created);
  await visitInOrder(
    reversed(deletionGraph(Object.values(before.resources))),
    async (logicalId) => {
      const wanted = before.resources[logicalId] as StackResource;
      const result = await restore(engine, stack, wanted, skip.has(logicalId));
      if (!succeeded(result)) failed.push(logicalId);
      return succeeded(result);
    },
    () => !engine.closed,
  );
  if (engine.closed) return;
  if (failed.length > 0) {
    const names = failed.join(', ');
    setStackStatus(
      engine,
      stack,
      'UPDATE_ROLLBACK_FAILED',
      `The following resource(s) failed to update: [${names}]. `,
    );
    return;
  }
  goBack(stack, before);
  setStackStatus(engine, stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  await cleanUp(engine, stack, 'rolled back');
  if (engine.closed) return;
  setStackStatus(engine, stack, 'UPDATE_ROLLBACK_COMPLETE');
}

function goBack(stack: Stack, before: StackContent): void {
  const { resources: _, ...rest } = before;
  for (const logicalId of Object.keys(stack.resources)) {
    if (!Object.hasOwn(before.resources, logicalId)) delete stack.resources[logicalId];
  }
  Object.assign(stack, rest);
  stack.before = undefined;
}

async function restore(
  engine: CloudFormationEngine,
  stack: Stack,
  wanted: StackResource,
  skip: boolean,
): Promise<StackResource> {
  const current = own(stack.resources, wanted.logicalId);
  const settled = { ...wanted, status: 'UPDATE_COMPLETE', reason: undefined } as const;
  if (skip) {
    return setResource(engine, stack, { ...settled, reason: 'Resource update skipped during rollback' });
  }
  if (current === undefined || current.physicalId !== wanted.physicalId) {
    // It was replaced, or its replacement failed; the old one still stands.
    setResource(engine, stack, { ...wanted, status: 'UPDATE_IN_PROGRESS', reason: undefined });
    return setResource(engine, stack, settled);
  }
  const untouched =
    !current.status.endsWith('_FAILED') && isDeepStrictEqual(current.properties, wanted.properties);
  if (untouched) {
    stack.resources[wanted.logicalId] = wanted;
    save(engine, stack);
    return wanted.status.endsWith('_COMPLETE') ? wanted : settled;
  }
  setResource(engine, stack, { ...current, status: 'UPDATE_IN_PROGRESS', reason: undefined });
  return updateResource(engine, stack, current, wanted);
}
