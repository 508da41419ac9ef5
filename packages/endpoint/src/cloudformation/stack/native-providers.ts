import { RUNTIMES } from '../../core/runtimes.ts';
import { isCustomType, isNativeType } from '../resources/cloudformation/custom-resource.ts';
import { references } from '../template/references.ts';
import type { ResourceDefinition, Template, ValueMap } from '../template/template.ts';

/** Functions that serve only custom resources whose work the endpoint does itself: they are never invoked. */
export function nativeProviders(template: Template): ReadonlySet<string> {
  const native = new Set<string>();
  const invoked = new Set<string>();
  for (const definition of template.resources.values()) {
    for (const logicalId of providersOf(definition)) {
      (isNativeType(definition.Type) ? native : invoked).add(logicalId);
    }
  }
  return native.difference(invoked);
}

/** Whether a custom resource is served by a function of CDK's core, which answers over HTTPS on port 443. */
export function isServedByCdk(definition: ResourceDefinition, template: Template): boolean {
  if (isNativeType(definition.Type)) return false;
  return providersOf(definition).some(
    (logicalId) => template.resources.get(logicalId)?.Properties['Handler'] === '__entrypoint__.handler',
  );
}

/** Logical ids of what a custom resource's ServiceToken names. */
function providersOf({ Type, Properties }: ResourceDefinition): string[] {
  if (!isCustomType(Type)) return [];
  const { refs, attributes } = references(Properties['ServiceToken'] ?? '');
  return [...refs, ...attributes.map((one) => one.logicalId)];
}

/**
 * The properties of such a function, as one that the endpoint can make: CDK writes some in Python, and others for
 * runtimes that are long gone.
 */
export function standIn(isNativeProvider: boolean, properties: ValueMap): ValueMap {
  if (!isNativeProvider || RUNTIMES.some((runtime) => runtime === properties['Runtime'])) return properties;
  const { Layers: _, ...rest } = properties;
  return { ...rest, Runtime: RUNTIMES.at(-1) ?? '', Handler: 'index.handler', Code: { ZipFile: SOURCE } };
}

const SOURCE = `exports.handler = async () => {
  throw new Error('The embedded endpoint does the work of this custom resource itself.');
};
`;
