import { isDeepStrictEqual } from 'node:util';
import type { ResourceChange, ResourceChangeDetail } from '@aws-sdk/client-cloudformation';
import { findType } from '../resources/registry.ts';
import type { Transition } from '../stack/desired.ts';
import type { StackResource } from '../stack/stack.ts';
import { changedProperties } from '../template/diff.ts';
import type { Value } from '../template/template.ts';

/** One resource's change in AWS's form: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html */

/** What a value looks like to those who may see it. */
export type Show = (value: Value) => Value;

export function addition(wanted: StackResource, show: Show): ResourceChange {
  return {
    Action: 'Add',
    LogicalResourceId: wanted.logicalId,
    ResourceType: wanted.type,
    Scope: [],
    Details: [],
    AfterContext: contextOf(wanted, show),
  };
}

export function removal(resource: StackResource, show: Show): ResourceChange {
  const retained = resource.deletionPolicy !== 'Delete';
  return {
    Action: 'Remove',
    LogicalResourceId: resource.logicalId,
    ...(resource.physicalId !== undefined && { PhysicalResourceId: resource.physicalId }),
    ResourceType: resource.type,
    PolicyAction: retained ? 'Retain' : 'Delete',
    Scope: [],
    Details: [],
    BeforeContext: contextOf(resource, show),
  };
}

/** Undefined when nothing differs. */
export function modification(
  before: StackResource,
  wanted: StackResource,
  step: Transition,
  show: Show,
): ResourceChange | undefined {
  const details = [...propertyDetails(before, wanted, show), ...otherDetails(before, wanted)];
  if (details.length === 0 && step === 'none') return undefined;
  const scope = [
    ...new Set(details.map((detail) => detail.Target?.Attribute).filter((name) => name !== undefined)),
  ];
  const uncertain =
    step === 'replace' &&
    details.every(
      (detail) => detail.Target?.RequiresRecreation === 'Never' || detail.Evaluation === 'Dynamic',
    );
  const replaced = step === 'replace';
  return {
    Action: 'Modify',
    LogicalResourceId: wanted.logicalId,
    ...(before.physicalId !== undefined && { PhysicalResourceId: before.physicalId }),
    ResourceType: wanted.type,
    Replacement: replaced ? (uncertain ? 'Conditional' : 'True') : 'False',
    ...(replaced && {
      PolicyAction: before.updateReplacePolicy === 'Delete' ? 'ReplaceAndDelete' : 'ReplaceAndRetain',
    }),
    Scope: scope,
    Details: details,
    BeforeContext: contextOf(before, show),
    AfterContext: contextOf(wanted, show),
  };
}

function propertyDetails(before: StackResource, wanted: StackResource, show: Show): ResourceChangeDetail[] {
  const type = findType(wanted.type);
  return changedProperties(before.properties, wanted.properties).map((change) => ({
    Target: {
      Attribute: change.name === 'Tags' ? 'Tags' : 'Properties',
      ...(change.name !== 'Tags' && { Name: change.name }),
      Path: `/Properties/${change.name}`,
      RequiresRecreation:
        type?.update === undefined || type.createOnly.includes(change.name) ? 'Always' : 'Never',
      ...(change.before !== undefined && { BeforeValue: asText(show(change.before)) }),
      ...(change.after !== undefined && { AfterValue: asText(show(change.after)) }),
      AttributeChangeType: change.kind,
    },
    Evaluation: change.unknown ? 'Dynamic' : 'Static',
    ChangeSource: change.unknown ? 'ResourceReference' : 'DirectModification',
  }));
}

function otherDetails(before: StackResource, wanted: StackResource): ResourceChangeDetail[] {
  const attributes: [
    name: 'Metadata' | 'DeletionPolicy' | 'UpdateReplacePolicy',
    old: unknown,
    next: unknown,
  ][] = [
    ['Metadata', before.metadata, wanted.metadata],
    ['DeletionPolicy', before.deletionPolicy, wanted.deletionPolicy],
    ['UpdateReplacePolicy', before.updateReplacePolicy, wanted.updateReplacePolicy],
  ];
  return attributes
    .filter(([, old, next]) => !isDeepStrictEqual(old, next))
    .map(([name]) => ({
      Target: { Attribute: name, RequiresRecreation: 'Never' },
      Evaluation: 'Static',
      ChangeSource: 'DirectModification',
    }));
}

/** The resource's definition as AWS gives it with IncludePropertyValues. */
function contextOf({ properties, metadata }: StackResource, show: Show): string {
  return JSON.stringify({
    Properties: show(properties),
    ...(metadata !== undefined && { Metadata: metadata }),
  });
}

const asText = (value: Value): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
