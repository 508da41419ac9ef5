import { type AwsError, SUPPORT_LIST } from '../../core/errors.ts';
import { cloudFormationError } from '../errors.ts';
import { cycles, type Graph } from './graph.ts';
import { isParameterType } from './parameters.ts';
import { conditionReferences, type References, references } from './references.ts';
import type { ResourceDefinition, Template } from './template.ts';

const PSEUDO_PARAMETERS: ReadonlySet<string> = new Set([
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
]);

/** What a template's check needs to know of resource types. */
export interface KnownTypes {
  has(type: string): boolean;
  hasAttribute(type: string, attribute: string): boolean;
}

/** Checks all that can be said of a template without parameters' values. Throws ValidationError. */
export function validateTemplate(template: Template, types: KnownTypes): void {
  checkParameterTypes(template);
  checkConditions(template);
  for (const [name, definition] of template.resources) {
    const found = resourceReferences(definition);
    checkReferences(found, template, types, 'Resources', name);
    const absent = definition.DependsOn.filter((other) => !template.resources.has(other));
    if (absent.length > 0) throw unresolved(absent, 'Resources');
  }
  for (const [name, output] of template.outputs) {
    checkReferences(references([output.Value, output.ExportName ?? null]), template, types, 'Outputs', name);
  }
  // With no branch left out, a cycle may be one that conditions never close: those are found when they are known.
}

function checkParameterTypes(template: Template): void {
  for (const [name, { Type }] of template.parameters) {
    if (!isParameterType(Type)) {
      throw cloudFormationError.templateFormatError(
        `Unrecognized parameter type: ${Type} (parameter ${name})`,
      );
    }
  }
}

function checkConditions(template: Template): void {
  for (const [name, expression] of template.conditions) {
    const found = references(expression);
    const foreign = [...found.refs].filter(
      (ref) => !template.parameters.has(ref) && !PSEUDO_PARAMETERS.has(ref),
    );
    if (foreign.length > 0 || found.attributes.length > 0) {
      const names = [...foreign, ...found.attributes.map((one) => one.logicalId)];
      throw cloudFormationError.templateFormatError(
        `Unresolved dependencies [${names.join(', ')}]. Cannot reference resources in the Conditions block of the template`,
      );
    }
    const absent = conditionReferences(expression).filter((other) => !template.conditions.has(other));
    if (absent.length > 0) {
      throw cloudFormationError.templateFormatError(
        `Unresolved condition dependency ${absent[0]} in the Conditions block of the template (condition ${name})`,
      );
    }
  }
  const circular = cycles(
    new Map(
      [...template.conditions].map(([name, expression]) => [name, new Set(conditionReferences(expression))]),
    ),
  );
  if (circular.length > 0) {
    throw cloudFormationError.templateFormatError(
      `Circular dependencies for conditions: [${circular.join(', ')}]`,
    );
  }
  for (const block of ['resources', 'outputs'] as const) {
    for (const { Condition } of template[block].values()) {
      if (Condition === undefined || template.conditions.has(Condition)) continue;
      const title = block === 'resources' ? 'Resources' : 'Outputs';
      throw cloudFormationError.templateFormatError(
        `Unresolved condition dependency ${Condition} in the ${title} block of the template`,
      );
    }
  }
}

/** Resource types that AWS would not have either, and those of resources to be made that the endpoint does not have. */
export function unknownTypes(
  template: Template,
  types: KnownTypes,
  isActive: (logicalId: string) => boolean = () => true,
): string[] {
  const unknown = [...template.resources].filter(
    ([logicalId, { Type }]) =>
      !types.has(Type) && (isActive(logicalId) || !/^\w+::\w+::\w+(::\w+)*$/.test(Type)),
  );
  return [...new Set(unknown.map(([, { Type }]) => Type))];
}

export const unrecognizedTypes = (types: readonly string[]): AwsError =>
  cloudFormationError.templateFormatError(
    `Unrecognized resource types: [${types.join(', ')}]. NotImplemented: the embedded endpoint does not implement them. ${SUPPORT_LIST}`,
  );

function checkReferences(
  found: References,
  template: Template,
  types: KnownTypes,
  block: 'Resources' | 'Outputs',
  name: string,
): void {
  const known = (ref: string) =>
    template.resources.has(ref) || template.parameters.has(ref) || PSEUDO_PARAMETERS.has(ref);
  const absent = [
    ...[...found.refs].filter((ref) => !known(ref)),
    ...found.attributes.map((one) => one.logicalId).filter((id) => !template.resources.has(id)),
  ];
  if (absent.length > 0) throw unresolved(absent, block);
  for (const { logicalId, attribute } of found.attributes) {
    const type = (template.resources.get(logicalId) as ResourceDefinition).Type;
    if (attribute !== '' && types.has(type) && !types.hasAttribute(type, attribute)) {
      throw cloudFormationError.templateError(
        `resource ${logicalId} does not support attribute type ${attribute} in Fn::GetAtt`,
      );
    }
  }
  for (const condition of found.conditions) {
    if (template.conditions.has(condition)) continue;
    throw cloudFormationError.templateError(`unresolved condition dependency ${condition} in Fn::If`);
  }
  for (const mapping of found.mappings) {
    if (!template.mappings.has(mapping)) {
      throw cloudFormationError.templateError(
        `Mapping named '${mapping}' is not present in the 'Mappings' section of template (${name}).`,
      );
    }
  }
}

const unresolved = (names: readonly string[], block: string) =>
  cloudFormationError.templateFormatError(
    `Unresolved resource dependencies [${[...new Set(names)].join(', ')}] in the ${block} block of the template`,
  );

function resourceReferences(
  definition: ResourceDefinition,
  taken?: (condition: string) => boolean,
): References {
  // Metadata may refer to resources too; they must exist, and they come first.
  const { Properties, Metadata, DeletionPolicy, UpdateReplacePolicy } = definition;
  return references(
    [Properties, Metadata ?? null, DeletionPolicy ?? null, UpdateReplacePolicy ?? null],
    taken,
  );
}

/**
 * What each active resource depends on, once conditions are known. Throws for references to a resource whose
 * condition is false and for cycles.
 */
export function dependencyGraph(template: Template, conditions: ReadonlyMap<string, boolean>): Graph {
  const isActive = (definition: { Condition?: string | undefined }) =>
    definition.Condition === undefined || conditions.get(definition.Condition) === true;
  const active = [...template.resources].filter(([, definition]) => isActive(definition));
  const names = new Set(active.map(([name]) => name));
  const taken = (condition: string) => conditions.get(condition) === true;
  const graph = new Map<string, Set<string>>();
  for (const [name, definition] of active) {
    const found = resourceReferences(definition, taken);
    const wanted = [...found.refs, ...found.attributes.map((one) => one.logicalId)].filter((ref) =>
      template.resources.has(ref),
    );
    const absent = wanted.filter((ref) => !names.has(ref));
    if (absent.length > 0) throw unresolved(absent, 'Resources');
    // DependsOn of what a condition leaves out is no dependency; a reference to itself is a cycle.
    graph.set(name, new Set([...wanted, ...definition.DependsOn.filter((other) => names.has(other))]));
  }
  const circular = cycles(graph);
  if (circular.length > 0) {
    throw cloudFormationError.validation(`Circular dependency between resources: [${circular.join(', ')}]`);
  }
  for (const output of template.outputs.values()) {
    if (!isActive(output)) continue;
    const found = references([output.Value, output.ExportName ?? null], taken);
    const wanted = [...found.refs, ...found.attributes.map((one) => one.logicalId)];
    const absent = wanted.filter((ref) => template.resources.has(ref) && !names.has(ref));
    if (absent.length > 0) {
      // Without the prefix, as AWS words it when a condition leaves the resource out.
      throw cloudFormationError.validation(
        `Unresolved resource dependencies [${[...new Set(absent)].join(', ')}] in the Outputs block of the template`,
      );
    }
  }
  return graph;
}
