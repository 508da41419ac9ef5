import type { FunctionEngine } from '../engine.ts';
import { invalidParameter } from '../errors.ts';
import type { FunctionRecord } from './function-record.ts';
import { findFunction } from './lookup.ts';

/** Tags belong to a function, not to its versions or aliases. */
export function taggedFunction(engine: FunctionEngine, arn: string): FunctionRecord {
  if (!arn.startsWith('arn:')) throw invalidParameter('Resource must be the ARN of a function.');
  const { record, reference } = findFunction(engine, arn);
  if (reference.qualifier !== undefined) {
    throw invalidParameter(
      'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    );
  }
  return record;
}
