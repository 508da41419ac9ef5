import { cloudFormationError } from '../errors.ts';
import { invalidProperties, unsupportedProperties } from '../resources/properties.ts';
import { findType, KNOWN_TYPES } from '../resources/registry.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import { unsupportedReferences } from '../template/dynamic.ts';
import { resolve, resolveMap, type Scope, UNKNOWN } from '../template/intrinsics.ts';
import type { Problem } from '../template/problem.ts';
import type { ResourceDefinition, ValueMap } from '../template/template.ts';
import { unknownTypes, unrecognizedTypes } from '../template/validate.ts';
import { isServedByCdk, standIn } from './native-providers.ts';
import { resolveOutputs } from './outputs.ts';
import { readPolicy } from './policies.ts';
import type { Prepared } from './prepared.ts';
import { createScope } from './scope.ts';

type Checkable = Omit<Prepared, 'problems'>;

/**
 * Everything that a template asks for and that is known to fail, all of it at once. Resources are not known yet: what
 * refers to them is left out. Throws ValidationError for functions that cannot be evaluated and for resource types
 * that no caller has.
 */
export function findProblems(prepared: Checkable): Problem[] {
  const scope = staticScope(prepared);
  const isActive = (logicalId: string) => prepared.graph.has(logicalId);
  const problems = [...prepared.template.resources]
    .filter(([logicalId]) => isActive(logicalId))
    .flatMap(([logicalId, definition]) => problemsOf(logicalId, definition, prepared, scope));
  resolveOutputs(prepared, scope);
  const unknown = unknownTypes(prepared.template, KNOWN_TYPES, isActive);
  if (unknown.length === 0) return problems;
  const rest = describe(problems.filter((problem) => problem.unsupported));
  const error = unrecognizedTypes(unknown);
  throw rest === ''
    ? error
    : cloudFormationError.validation(`${error.message}\nNot implemented either:\n${rest}`);
}

/** Refuses what the endpoint does not have, all of it at once; what is merely wrong fails resource by resource. */
export function refuseUnsupportedResources({ problems }: Pick<Prepared, 'problems'>): void {
  const unsupported = problems.filter((problem) => problem.unsupported);
  if (unsupported.length > 0) throw cloudFormationError.validation(describe(unsupported));
}

const describe = (problems: readonly Problem[]): string =>
  problems.map(({ path, message }) => `[${path}] ${message}`).join('\n');

/** A scope in which no resource and no other stack's export is known. */
function staticScope(prepared: Checkable): Scope {
  return createScope({
    ...prepared,
    resources: { ref: () => UNKNOWN, getAtt: () => UNKNOWN },
    importValue: () => UNKNOWN,
  });
}

function problemsOf(
  logicalId: string,
  definition: ResourceDefinition,
  prepared: Checkable,
  scope: Scope,
): Problem[] {
  const { Type, Metadata, DeletionPolicy, UpdateReplacePolicy } = definition;
  if (Metadata !== undefined) resolve(Metadata, scope);
  for (const [kind, value] of Object.entries({ DeletionPolicy, UpdateReplacePolicy })) {
    const policy = value === undefined ? undefined : resolve(value, scope);
    readPolicy(kind as 'DeletionPolicy' | 'UpdateReplacePolicy', logicalId, Type, policy);
  }
  const properties = standIn(
    prepared.nativeProviders.has(logicalId),
    resolveMap(definition.Properties, scope),
  );
  const type = findType(Type);
  if (type === undefined) return [];
  const at = (path: string) => `/Resources/${logicalId}${path === '' ? '' : `/${path}`}`;
  const notImplemented = ({ path, what }: { path: string; what: string }): Problem => ({
    logicalId,
    resourceType: Type,
    path: at(path),
    message: `The embedded endpoint does not implement ${what}.`,
    unsupported: true,
  });
  return [
    ...unsupportedIn(type, definition, properties).map(notImplemented),
    ...(isServedByCdk(definition, prepared.template)
      ? [notImplemented({ path: 'Properties/ServiceToken', what: `CDK's own provider of ${Type}` })]
      : []),
    ...invalidProperties(type, properties, isKnown).map(({ path, message }) => ({
      logicalId,
      resourceType: Type,
      path: at(path === '' ? 'Properties' : `Properties/${path}`),
      message,
      unsupported: false,
    })),
  ];
}

/** Paths are below the resource. */
function unsupportedIn(
  type: ResourceType,
  definition: ResourceDefinition,
  properties: ValueMap,
): { path: string; what: string }[] {
  return [
    ...(['CreationPolicy', 'UpdatePolicy'] as const)
      .filter((attribute) => definition[attribute] !== undefined)
      .map((path) => ({ path, what: `the attribute ${path} of resources` })),
    ...unsupportedProperties(type, properties).map((name) => ({
      path: `Properties/${name}`,
      what: `${name} of ${type.type}`,
    })),
    ...(type.unsupportedValues?.(properties) ?? []).map(({ path, what }) => ({
      path: `Properties/${path}`,
      what,
    })),
    ...unsupportedReferences(properties).map((service) => ({
      path: 'Properties',
      what: `dynamic references to ${service}`,
    })),
  ];
}

function isKnown(value: unknown): boolean {
  const text = JSON.stringify(value ?? null);
  return !text.includes(UNKNOWN) && !text.includes('{{resolve:');
}
