import type { FunctionEngine } from '../engine.ts';
import { discardUnused } from './forget-versions.ts';
import type { CodeReference, FunctionRecord } from './function-record.ts';
import { checkRevision, findFunction } from './lookup.ts';
import { checkSettled } from './transitions.ts';

/**
 * The function, where it can be changed now and the caller knows its latest revision.
 * @throws ResourceNotFoundException, ResourceConflictException, PreconditionFailedException
 */
export function functionToChange(
  engine: FunctionEngine,
  name: string,
  revisionId: string | undefined,
): FunctionRecord {
  const { record } = findFunction(engine, name);
  checkSettled(engine, record);
  checkRevision(revisionId, record.latest.revisionId);
  return record;
}

/** Does something with a package that was just added; one that is not used afterwards does not stay. */
export async function withPackage<T>(
  engine: FunctionEngine,
  code: CodeReference,
  use: (code: CodeReference) => T,
): Promise<T> {
  try {
    return use(code);
  } finally {
    await discardUnused(engine, code);
  }
}
