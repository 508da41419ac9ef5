import type { FunctionEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { forgetVersions } from './forget-versions.ts';
import type { FunctionRecord, FunctionVersion, Transition } from './function-record.ts';

/** How long a function takes to become ready, where the endpoint is as slow as AWS. */
const TRANSITION_MS = 1000;

/** What a function is going through. AWS tells creation and update apart by two members of the configuration. */
export type Phase = 'creating' | 'updating' | 'ready';

export function phaseOf(engine: FunctionEngine, record: FunctionRecord, version: FunctionVersion): Phase {
  if (isUnderWay(engine, version.creating)) return 'creating';
  if (version === record.latest && isUnderWay(engine, record.updating)) return 'updating';
  return 'ready';
}

/** A transition that begins now; undefined where functions are ready at once. */
export function beginTransition({ context }: FunctionEngine): Transition | undefined {
  if (!context.realistic) return undefined;
  return { until: context.clock.now() + TRANSITION_MS, revisionId: context.newId() };
}

/** Lambda takes one change of a function at a time. @throws ResourceConflictException */
export function checkSettled(engine: FunctionEngine, record: FunctionRecord): void {
  checkCreated(engine, record.latest);
  if (phaseOf(engine, record, record.latest) === 'updating') {
    throw lambdaError.conflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${record.arn}`,
    );
  }
}

/** @throws ResourceConflictException */
export function checkCreated(engine: FunctionEngine, version: FunctionVersion): void {
  if (!isUnderWay(engine, version.creating)) return;
  throw lambdaError.conflict(
    'The operation cannot be performed at this time. The function is currently in the following state: Pending',
  );
}

/** What runs when a version is invoked: `$LATEST` as it was before, while its update goes on. */
export function runningVersion(
  engine: FunctionEngine,
  record: FunctionRecord,
  version: FunctionVersion,
): FunctionVersion {
  const before = record.updating?.before;
  return before !== undefined && phaseOf(engine, record, version) === 'updating' ? before : version;
}

/** Lets go of what ran before an update when the update is done; also after a restart. */
export function finishUpdateLater(engine: FunctionEngine, record: FunctionRecord): void {
  const { updating } = record;
  if (updating === undefined) return;
  engine.context.clock.after(updating.until - engine.context.clock.now(), () => {
    if (record.updating !== updating) return;
    delete record.updating;
    if (engine.functions.get(record.name) !== record) return;
    engine.functions.set(record.name, record);
    forgetVersions(engine, record, [updating.before]);
  });
}

function isUnderWay({ context }: FunctionEngine, transition: Transition | undefined): boolean {
  return transition !== undefined && context.clock.now() < transition.until;
}
