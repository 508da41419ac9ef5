import type { FunctionEngine } from '../engine.ts';
import { specKey } from '../execution/execution-spec.ts';
import type { CodeReference, FunctionRecord, FunctionVersion } from './function-record.ts';

/** Ends the environments of versions that are no more, each after what it runs, and then removes unused code. */
export function forgetVersions(
  engine: FunctionEngine,
  record: FunctionRecord,
  versions: readonly FunctionVersion[],
): void {
  const ended = versions.map((version) => engine.environments.retire(specKey(record, version)));
  const packages = new Set(versions.map((version) => version.code.id));
  Promise.all(ended)
    .then(async () => {
      for (const id of packages) await engine.code.remove(id, () => isUsed(engine, id));
    })
    .catch((cause: unknown) => {
      engine.context.log('warn', 'failed to remove the code of a deleted version', { cause });
    });
}

/** Removes a package that no version has. */
export function discardUnused(engine: FunctionEngine, code: CodeReference): Promise<void> {
  return engine.code.remove(code.id, () => isUsed(engine, code.id));
}

function isUsed(engine: FunctionEngine, codeId: string): boolean {
  for (const { latest, versions, updating } of engine.functions.values()) {
    const kept = [latest, ...versions, ...(updating ? [updating.before] : [])];
    if (kept.some((version) => version.code.id === codeId)) return true;
  }
  return false;
}
