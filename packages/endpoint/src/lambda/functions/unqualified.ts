import type { FunctionEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { parseReference } from '../input/function-reference.ts';
import { type FunctionRecord, LATEST } from './function-record.ts';
import { findFunction } from './lookup.ts';

/** The function itself, for settings that versions and aliases do not have. @throws InvalidParameterValueException */
export function unqualifiedFunction(engine: FunctionEngine, name: string): FunctionRecord {
  const { name: plain, qualifier } = parseReference(engine.context, name);
  if (qualifier !== undefined) {
    throw lambdaError.invalidParameter(
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
    );
  }
  // The words of AWS name the version that the setting would be about.
  return findFunction(engine, plain, LATEST).record;
}
