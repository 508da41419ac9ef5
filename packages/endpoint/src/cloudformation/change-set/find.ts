import type { CloudFormationEngine } from '../engine.ts';
import { changeSetNotFound } from '../errors.ts';
import { findStack } from '../stack/find.ts';
import type { ChangeSet } from './change-set.ts';

/** By id, or by name within a stack. */
export function findChangeSet(
  engine: CloudFormationEngine,
  nameOrId: string,
  stackNameOrId: string | undefined,
): ChangeSet | undefined {
  if (nameOrId.startsWith('arn:')) return engine.changeSets.get(nameOrId);
  const stack = stackNameOrId === undefined ? undefined : findStack(engine, stackNameOrId);
  for (const changeSet of engine.changeSets.values()) {
    if (changeSet.name === nameOrId && changeSet.stackId === stack?.id) return changeSet;
  }
  return undefined;
}

export function requireChangeSet(
  engine: CloudFormationEngine,
  nameOrId: string,
  stackNameOrId: string | undefined,
): ChangeSet {
  const found = findChangeSet(engine, nameOrId, stackNameOrId);
  if (found === undefined) throw changeSetNotFound(nameOrId);
  return found;
}
