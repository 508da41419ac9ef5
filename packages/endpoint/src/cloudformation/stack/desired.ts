import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { findType } from '../resources/registry.ts';
import type { ResourceType, Tag } from '../resources/resource-type.ts';
import { changedProperties } from '../template/diff.ts';
import { resolveDynamicReferences } from '../template/dynamic.ts';
import { resolve, resolveMap, type Scope } from '../template/intrinsics.ts';
import type { Value, ValueMap } from '../template/template.ts';
import { fetchParameters } from './fetch-parameters.ts';
import { standIn } from './native-providers.ts';
import { readPolicy } from './policies.ts';
import type { Prepared } from './prepared.ts';
import type { StackResource } from './stack.ts';

/** What a resource shall be, with everything resolved. */
export async function desiredResource(
  engine: CloudFormationEngine,
  prepared: Prepared,
  logicalId: string,
  scope: Scope,
): Promise<StackResource> {
  const definition = prepared.template.resources.get(logicalId);
  if (definition === undefined)
    throw cloudFormationError.validation(`Resource ${logicalId} is not in the template`);
  const { Type, Metadata, DeletionPolicy, UpdateReplacePolicy } = definition;
  const policy = (kind: 'DeletionPolicy' | 'UpdateReplacePolicy', value: Value | undefined) =>
    readPolicy(kind, logicalId, Type, value === undefined ? undefined : resolve(value, scope));
  const resolved = resolveMap(definition.Properties, scope);
  const properties = standIn(
    prepared.nativeProviders.has(logicalId),
    await resolveDynamicReferences(resolved, fetchParameters(engine)),
  );
  return {
    logicalId,
    type: Type,
    status: 'CREATE_IN_PROGRESS',
    timestamp: new Date(engine.context.clock.now()),
    properties: withStackTags(findType(Type), properties, prepared.tags),
    attributes: {},
    ...(Metadata !== undefined && { metadata: resolve(Metadata, scope) }),
    deletionPolicy: policy('DeletionPolicy', DeletionPolicy),
    updateReplacePolicy: policy('UpdateReplacePolicy', UpdateReplacePolicy),
    dependsOn: [...(prepared.graph.get(logicalId) ?? [])],
  };
}

/** The stack's tags go onto resources that take tags; a resource's own tag of the same key wins. */
function withStackTags(type: ResourceType | undefined, properties: ValueMap, tags: readonly Tag[]): ValueMap {
  if (type?.tags === undefined || tags.length === 0) return properties;
  const own = properties['Tags'];
  if (type.tags === 'map') {
    const inherited = Object.fromEntries(tags.map((tag) => [tag.Key, tag.Value]));
    return { ...properties, Tags: { ...inherited, ...(own as ValueMap | undefined) } };
  }
  const list = Array.isArray(own) ? own : [];
  const keys = new Set(list.map((tag) => (tag as ValueMap)['Key']));
  const inherited = tags.filter((tag) => !keys.has(tag.Key)).map((tag): Value => ({ ...tag }));
  return { ...properties, Tags: [...list, ...inherited] };
}

export type Transition = 'create' | 'none' | 'update' | 'replace';

/** What takes a resource from one state to another. Metadata and policies alone ask for nothing. */
export function transition(existing: StackResource | undefined, wanted: StackResource): Transition {
  if (existing?.physicalId === undefined) return 'create';
  if (existing.type !== wanted.type) return 'replace';
  const changes = changedProperties(existing.properties, wanted.properties);
  const type = findType(wanted.type);
  if (changes.length === 0) {
    // A failed update may have changed anything: it is set again.
    return existing.status === 'UPDATE_FAILED' && type?.update !== undefined ? 'update' : 'none';
  }
  const recreated =
    type?.update === undefined ||
    changes.some((change) => type.createOnly.includes(change.name)) ||
    type.replaces?.(existing.properties, wanted.properties) === true;
  return recreated ? 'replace' : 'update';
}

/** A resource with a name of its own stands in the way of its replacement. */
export function checkReplaceable(existing: StackResource, wanted: StackResource): void {
  const property = findType(wanted.type)?.customName;
  if (property === undefined || existing.type !== wanted.type) return;
  const name = wanted.properties[property];
  if (name === undefined || name !== existing.properties[property]) return;
  throw cloudFormationError.validation(
    `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${String(name)} and update the stack again.`,
  );
}
