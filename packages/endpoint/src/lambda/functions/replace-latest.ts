import type { FunctionEngine } from '../engine.ts';
import { forgetVersions } from './forget-versions.ts';
import type { FunctionRecord, FunctionVersion } from './function-record.ts';
import { beginTransition, finishUpdateLater } from './transitions.ts';

/** Changes `$LATEST`: what ran before ends, and its code goes when no version has it. */
export function replaceLatest(
  engine: FunctionEngine,
  record: FunctionRecord,
  change: Partial<Pick<FunctionVersion, 'code' | 'settings'>>,
): void {
  const { creating: _done, ...before } = record.latest;
  record.latest = {
    ...before,
    ...change,
    lastModified: engine.context.clock.now(),
    revisionId: engine.context.newId(),
  };
  const transition = beginTransition(engine);
  if (transition !== undefined) record.updating = { ...transition, before };
  engine.functions.set(record.name, record);
  if (record.updating === undefined) forgetVersions(engine, record, [before]);
  else finishUpdateLater(engine, record);
}
