import type { CodeStore } from '../code/code-store.ts';
import type { FunctionRecord, FunctionVersion } from '../functions/function-record.ts';
import type { FunctionSettings } from '../input/settings.ts';

/** What an execution environment runs: one version's code and configuration, as they stand. */
export interface ExecutionSpec {
  /** Environments with the same key are interchangeable. */
  readonly key: string;
  readonly functionName: string;
  readonly version: string;
  readonly settings: FunctionSettings;
  readonly codeDirectory: string;
}

export function specOf(code: CodeStore, record: FunctionRecord, version: FunctionVersion): ExecutionSpec {
  return {
    key: specKey(record, version),
    functionName: record.name,
    version: version.version,
    settings: version.settings,
    codeDirectory: code.directory(version.code.id),
  };
}

export function specKey(record: FunctionRecord, version: FunctionVersion): string {
  return `${record.name}:${version.version}:${version.revisionId}`;
}
