import type { AwsError } from '../../core/errors.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { isCustomType } from '../resources/cloudformation/custom-resource.ts';
import { resourceError } from '../resources/errors.ts';
import { findType } from '../resources/registry.ts';
import type { Stack, StackResource } from './stack.ts';

/** What a resource was given whose physical id is taken, in the words of AWS's resource handlers. */
export function alreadyExists(type: string, physicalId: string): AwsError {
  return resourceError.alreadyExists(type, nameOf(physicalId));
}

/** Refuses a physical id that a resource of any stack has: no two resources share one. */
export function refuseOwned(engine: CloudFormationEngine, wanted: StackResource, physicalId: string): void {
  const owner = ownerOf(engine, wanted, physicalId);
  if (owner === undefined) return;
  throw resourceError.alreadyExistsInStack(nameOf(physicalId), owner.id);
}

function ownerOf(engine: CloudFormationEngine, wanted: StackResource, physicalId: string): Stack | undefined {
  // Providers call their resources what they like.
  if (isCustomType(wanted.type)) return undefined;
  const scope = findType(wanted.type)?.uniqueWithin;
  const isSame = (other: StackResource) =>
    other.physicalId === physicalId &&
    other.type === wanted.type &&
    (scope === undefined || other.properties[scope] === wanted.properties[scope]) &&
    // What was deleted, and what was left to itself, belongs to no stack any more.
    other.status !== 'DELETE_COMPLETE' &&
    other.status !== 'DELETE_SKIPPED';
  for (const stack of engine.stacks.values()) {
    if (stack.status === 'DELETE_COMPLETE') continue;
    const replaced = Object.values(stack.before?.resources ?? {});
    if ([...Object.values(stack.resources), ...replaced, ...stack.cleanup].some(isSame)) return stack;
  }
  return undefined;
}

/** Queues go by URL and many resources by ARN; messages name what the template names. */
function nameOf(physicalId: string): string {
  if (physicalId.startsWith('arn:')) return physicalId.split(':').at(-1) ?? physicalId;
  if (/^https?:/.test(physicalId)) return physicalId.split('/').at(-1) ?? physicalId;
  return physicalId;
}
