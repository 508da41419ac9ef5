import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { requireStack } from '../stack/find.ts';
import type { ChangeSet } from './change-set.ts';

/** By id, or by name within a stack that must exist. */
export function findChangeSet(
  engine: CloudFormationEngine,
  nameOrId: string,
  stackNameOrId: string | undefined,
): ChangeSet | undefined {
  if (nameOrId.startsWith('arn:')) return engine.changeSets.get(nameOrId);
  if (stackNameOrId === undefined) {
    throw cloudFormationError.validation(
      'StackName must be specified if ChangeSetName is not specified as an ARN.',
    );
  }
  return changeSetOf(
    engine,
    requireStack(engine, stackNameOrId, cloudFormationError.stackDoesNotExist).id,
    nameOrId,
  );
}

export function changeSetOf(
  engine: CloudFormationEngine,
  stackId: string,
  name: string,
): ChangeSet | undefined {
  for (const changeSet of engine.changeSets.values()) {
    if (changeSet.name === name && changeSet.stackId === stackId) return changeSet;
  }
  return undefined;
}

export function requireChangeSet(
  engine: CloudFormationEngine,
  nameOrId: string,
  stackNameOrId: string | undefined,
): ChangeSet {
  const found = findChangeSet(engine, nameOrId, stackNameOrId);
  if (found === undefined) throw cloudFormationError.changeSetNotFound(nameOrId);
  return found;
}
