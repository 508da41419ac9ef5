import type { AwsError } from '../../core/errors.ts';
import { own } from '../../core/own.ts';
import type { FunctionEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { type FunctionReference, functionArn, parseReference } from '../input/function-reference.ts';
import { type AliasRecord, type FunctionRecord, type FunctionVersion, LATEST } from './function-record.ts';
import type { Resolved } from './resolved.ts';

export function findFunction(
  engine: FunctionEngine,
  name: string,
  qualifier?: string,
): { record: FunctionRecord; reference: FunctionReference } {
  const reference = parseReference(engine.context, name, qualifier);
  const record = engine.functions.get(reference.name);
  if (record === undefined) {
    throw lambdaError.functionNotFound(functionArn(engine.context, reference.name, reference.qualifier));
  }
  return { record, reference };
}

export function resolve(engine: FunctionEngine, name: string, givenQualifier?: string): Resolved {
  const { record, reference } = findFunction(engine, name, givenQualifier);
  const { qualifier } = reference;
  if (qualifier === undefined) return { record, version: record.latest };
  const alias = findAlias(record, qualifier);
  const version = findVersion(record, alias?.version ?? qualifier);
  if (version === undefined) throw lambdaError.functionNotFound(`${record.arn}:${qualifier}`);
  return { record, version, qualifier, ...(alias && { alias }) };
}

export function findAlias(record: FunctionRecord, name: string): AliasRecord | undefined {
  return own(record.aliases, name);
}

export function existingAlias(record: FunctionRecord, name: string): AliasRecord {
  const alias = findAlias(record, name);
  if (alias === undefined) throw aliasNotFound(record, name);
  return alias;
}

export function aliasNotFound(record: FunctionRecord, name: string): AwsError {
  return lambdaError.notFound(`Cannot find alias arn: ${record.arn}:${name}`);
}

export function findVersion(record: FunctionRecord, version: string): FunctionVersion | undefined {
  return version === LATEST ? record.latest : record.versions.find((known) => known.version === version);
}

/** Optimistic locking: a caller that names a revision must name the current one. */
export function checkRevision(
  given: string | undefined,
  current: string,
  source: 'GetFunction/GetAlias' | 'GetPolicy' = 'GetFunction/GetAlias',
): void {
  if (given !== undefined && given !== current) throw lambdaError.preconditionFailed(source);
}
