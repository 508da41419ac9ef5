import type { FunctionEngine } from '../engine.ts';
import { forgetVersions } from './forget-versions.ts';
import type { FunctionRecord, FunctionVersion } from './function-record.ts';

/** Changes `$LATEST`: what ran before ends, and its code goes when no version has it. */
export function replaceLatest(
  engine: FunctionEngine,
  record: FunctionRecord,
  change: Partial<Pick<FunctionVersion, 'code' | 'settings'>>,
): void {
  const before = record.latest;
  record.latest = {
    ...before,
    ...change,
    lastModified: engine.context.clock.now(),
    revisionId: engine.context.newId(),
  };
  engine.functions.set(record.name, record);
  forgetVersions(engine, record, [before]);
}
