import type { CloudFormationEngine } from '../engine.ts';
import { parseProperties } from '../resources/properties.ts';
import { findType } from '../resources/registry.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import { setResource, tell } from './events.ts';
import { failureReason, isGone } from './failure.ts';
import { paceStep } from './pace.ts';
import { resourceContext } from './resource-context.ts';
import type { Stack, StackResource } from './stack.ts';

/**
 * One resource's update and deletion through its service, recorded in events. Neither throws: the record says how it
 * ended. `isCancelled` is asked at the end: when something else failed in the meantime, what succeeded is to be rolled back
 * too.
 */

export const succeeded = (resource: StackResource): boolean => resource.status.endsWith('_COMPLETE');

/** Brings a resource from the properties it has to those of `wanted`. */
export async function updateResource(
  engine: CloudFormationEngine,
  stack: Stack,
  existing: StackResource,
  wanted: StackResource,
  isCancelled: () => boolean = () => false,
): Promise<StackResource> {
  const { physicalId } = existing;
  try {
    await paceStep(engine);
    const type = typeOf(wanted);
    if (type.update === undefined || physicalId === undefined)
      throw new Error(`${type.type} cannot be updated`);
    const change = {
      physicalId,
      properties: parseProperties(type, wanted.properties) as never,
      previous: parseProperties(type, existing.properties) as never,
      attributes: existing.attributes,
    };
    const updated = await type.update(
      change,
      resourceContext(engine, stack, wanted.logicalId, () => {}),
    );
    return setResource(engine, stack, {
      ...wanted,
      physicalId: updated.physicalId,
      attributes: updated.attributes ?? existing.attributes,
      ...(isCancelled()
        ? { status: 'UPDATE_FAILED', reason: 'Resource update cancelled' }
        : { status: 'UPDATE_COMPLETE', reason: undefined }),
    });
  } catch (thrown) {
    const reason = failureReason(engine, wanted, thrown);
    // What was reached is not known: the record keeps what was there before, and a rollback sets it again.
    return setResource(engine, stack, { ...existing, status: 'UPDATE_FAILED', reason });
  }
}

/**
 * Deletes a resource, or lets it be where its policy says so. `standing`: it is in the stack's list, where its
 * record follows; an old one that is being removed is only reported.
 */
export async function deleteResource(
  engine: CloudFormationEngine,
  stack: Stack,
  resource: StackResource,
  options: { retain: boolean; standing: boolean },
): Promise<StackResource> {
  const report = (status: StackResource['status'], reason?: string): StackResource => {
    const next = { ...resource, status, reason };
    if (options.standing) return setResource(engine, stack, next);
    tell(engine, stack, next);
    return next;
  };
  if (options.retain) return report('DELETE_SKIPPED');
  if (resource.physicalId === undefined) return report('DELETE_COMPLETE');
  report('DELETE_IN_PROGRESS');
  try {
    await paceStep(engine);
    const type = typeOf(resource);
    const properties = parseProperties(type, resource.properties) as never;
    const { physicalId, attributes } = resource;
    const context = resourceContext(engine, stack, resource.logicalId, () => {});
    await type.delete({ physicalId, properties, attributes }, context);
  } catch (thrown) {
    if (!isGone(thrown)) return report('DELETE_FAILED', failureReason(engine, resource, thrown));
  }
  return report('DELETE_COMPLETE');
}

export function typeOf(resource: StackResource): ResourceType {
  const type = findType(resource.type);
  if (type === undefined) throw new Error(`the resource type ${resource.type} is gone from the registry`);
  return type;
}
