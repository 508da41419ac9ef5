import type { AwsError } from '../../core/errors.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import type { Stack } from './stack.ts';

/** By name only stacks that stand; by id also those that are deleted. */
export function findStack(engine: CloudFormationEngine, nameOrId: string): Stack | undefined {
  if (nameOrId.startsWith('arn:')) return engine.stacks.get(nameOrId);
  for (const stack of engine.stacks.values()) {
    if (stack.name === nameOrId && stack.status !== 'DELETE_COMPLETE') return stack;
  }
  return undefined;
}

export function requireStack(
  engine: CloudFormationEngine,
  nameOrId: string,
  missing: (nameOrId: string) => AwsError = cloudFormationError.stackWithIdDoesNotExist,
): Stack {
  const stack = findStack(engine, nameOrId);
  if (stack === undefined) throw missing(nameOrId);
  return stack;
}
