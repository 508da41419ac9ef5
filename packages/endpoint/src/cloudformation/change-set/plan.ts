import { isDeepStrictEqual } from 'node:util';
import type { Change } from '@aws-sdk/client-cloudformation';
import { own } from '../../core/own.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { findType } from '../resources/registry.ts';
import { desiredResource, type Transition, transition } from '../stack/desired.ts';
import { standing } from '../stack/lookup.ts';
import { masked } from '../stack/mask.ts';
import { resolveOutputs } from '../stack/outputs.ts';
import { scopeOf } from '../stack/prepare.ts';
import type { Prepared } from '../stack/prepared.ts';
import type { ResourceLookup } from '../stack/scope.ts';
import type { Stack, StackResource } from '../stack/stack.ts';
import { topologicalOrder } from '../template/graph.ts';
import { UNKNOWN } from '../template/intrinsics.ts';
import type { Value } from '../template/template.ts';
import { addition, modification, removal } from './resource-changes.ts';

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
    foreseen.set(logicalId, { transition: transition(own(existing, logicalId), wanted), wanted });
  }
  const show = (value: Value): Value => masked(value, stack.parameters, prepared.parameters);
  const changes = [...foreseen.values()].flatMap(({ transition: step, wanted }) => {
    const before = own(existing, wanted.logicalId);
    const change =
      before === undefined || step === 'create'
        ? addition(wanted, show)
        : modification(before, wanted, step, show);
    return change === undefined ? [] : [change];
  });
  const removed = Object.values(existing)
    .filter(({ logicalId, physicalId }) => physicalId !== undefined && !prepared.graph.has(logicalId))
    .map((resource) => removal(resource, show));
  const anything =
    changes.length + removed.length > 0 ||
    !isDeepStrictEqual(resolveOutputs(prepared, scope), stack.outputs) ||
    !isDeepStrictEqual(sorted(prepared.tags), sorted(stack.tags));
  return {
    changes: [...changes, ...removed].map((change) => ({ Type: 'Resource', ResourceChange: change })),
    anything,
  };
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
    // A custom resource decides again with each update.
    return step === 'update' && findType(own(existing, logicalId)?.type ?? '')?.attributes !== 'any';
  };
  return {
    ref: (logicalId) => (known(logicalId) ? now.ref(logicalId) : UNKNOWN),
    getAtt: (logicalId, attribute) => (known(logicalId) ? now.getAtt(logicalId, attribute) : UNKNOWN),
  };
}

const sorted = (tags: readonly { Key: string; Value: string }[]) =>
  tags.map(({ Key, Value }) => ({ Key, Value })).sort((a, b) => (a.Key < b.Key ? -1 : 1));
