import { isDeepStrictEqual } from 'node:util';
import type { Change, ResourceChange, ResourceChangeDetail } from '@aws-sdk/client-cloudformation';
import type { CloudFormationEngine } from '../engine.ts';
import { findType } from '../resources/registry.ts';
import { changedContent } from '../stack/cleanup.ts';
import { desiredResource, type Transition, transition } from '../stack/desired.ts';
import { standing } from '../stack/lookup.ts';
import { resolveOutputs } from '../stack/outputs.ts';
import { type Prepared, scopeOf } from '../stack/prepare.ts';
import type { ResourceLookup } from '../stack/scope.ts';
import type { Stack, StackResource } from '../stack/stack.ts';
import { changedProperties } from '../template/diff.ts';
import { topologicalOrder } from '../template/graph.ts';
import { UNKNOWN } from '../template/intrinsics.ts';
import type { Value } from '../template/template.ts';

export interface Plan {
  changes: Change[];
  /** Whether a deployment would do anything, outputs and tags included. */
  anything: boolean;
}

/** Foresees what deploying a template would do to a stack, touching nothing. */
export async function plan(engine: CloudFormationEngine, stack: Stack, prepared: Prepared): Promise<Plan> {
  const existing = stack.resources;
  const foreseen = new Map<string, { transition: Transition; wanted: StackResource }>();
  const scope = scopeOf(engine, prepared, foresight(existing, foreseen), new Set());
  for (const logicalId of topologicalOrder(prepared.graph)) {
    const wanted = await desiredResource(engine, prepared, logicalId, scope);
    foreseen.set(logicalId, { transition: transition(existing[logicalId], wanted), wanted });
  }
  const changes = [...foreseen.values()].flatMap(({ transition: step, wanted }) => {
    const before = existing[wanted.logicalId];
    const change =
      before === undefined || step === 'create' ? addition(wanted) : modification(before, wanted, step);
    return change === undefined ? [] : [change];
  });
  const kept = Object.fromEntries(
    [...prepared.graph.keys()].map((logicalId) => [logicalId, existing[logicalId]]),
  );
  const removed = changedContent(existing, kept as Record<string, StackResource>).map(removal);
  const anything =
    changes.length + removed.length > 0 ||
    !isDeepStrictEqual(resolveOutputs(prepared, scope), stack.outputs) ||
    !isDeepStrictEqual(sorted(prepared.tags), sorted(stack.tags));
  return { changes: [...changes, ...removed].map(asChange), anything };
}

/** Resources as they will be as far as that is known; new and replaced ones are not. */
function foresight(
  existing: Readonly<Record<string, StackResource>>,
  foreseen: ReadonlyMap<string, { transition: Transition; wanted: StackResource }>,
): ResourceLookup {
  const now = standing(existing);
  const known = (logicalId: string) => {
    const step = foreseen.get(logicalId)?.transition;
    if (step === 'none') return true;
    // A custom resource decides anew with each update.
    return step === 'update' && findType(existing[logicalId]?.type ?? '')?.attributes !== 'any';
  };
  return {
    ref: (logicalId) => (known(logicalId) ? now.ref(logicalId) : UNKNOWN),
    getAtt: (logicalId, attribute) => (known(logicalId) ? now.getAtt(logicalId, attribute) : UNKNOWN),
  };
}

function addition(wanted: StackResource): ResourceChange {
  return {
    Action: 'Add',
    LogicalResourceId: wanted.logicalId,
    ResourceType: wanted.type,
    Scope: [],
    Details: [],
    AfterContext: contextOf(wanted),
  };
}

function removal(resource: StackResource): ResourceChange {
  const retained = resource.deletionPolicy !== 'Delete';
  return {
    Action: 'Remove',
    LogicalResourceId: resource.logicalId,
    ...(resource.physicalId !== undefined && { PhysicalResourceId: resource.physicalId }),
    ResourceType: resource.type,
    PolicyAction: retained ? 'Retain' : 'Delete',
    Scope: [],
    Details: [],
    BeforeContext: contextOf(resource),
  };
}

function modification(
  before: StackResource,
  wanted: StackResource,
  step: Transition,
): ResourceChange | undefined {
  const details = [...propertyDetails(before, wanted), ...otherDetails(before, wanted)];
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
    BeforeContext: contextOf(before),
    AfterContext: contextOf(wanted),
  };
}

function propertyDetails(before: StackResource, wanted: StackResource): ResourceChangeDetail[] {
  const type = findType(wanted.type);
  return changedProperties(before.properties, wanted.properties).map((change) => ({
    Target: {
      Attribute: change.name === 'Tags' ? 'Tags' : 'Properties',
      ...(change.name !== 'Tags' && { Name: change.name }),
      Path: `/Properties/${change.name}`,
      RequiresRecreation:
        type?.update === undefined || type.createOnly.includes(change.name) ? 'Always' : 'Never',
      ...(change.before !== undefined && { BeforeValue: asText(change.before) }),
      ...(change.after !== undefined && { AfterValue: asText(change.after) }),
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
function contextOf({ properties, metadata }: StackResource): string {
  return JSON.stringify({ Properties: properties, ...(metadata !== undefined && { Metadata: metadata }) });
}

const asChange = (change: ResourceChange): Change => ({ Type: 'Resource', ResourceChange: change });

const asText = (value: Value): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

const sorted = (tags: readonly { Key: string; Value: string }[]) =>
  tags.map(({ Key, Value }) => ({ Key, Value })).sort((a, b) => (a.Key < b.Key ? -1 : 1));
