import { own, setOwn } from '../../core/own.ts';
import type { FunctionEngine } from '../engine.ts';
import { lambdaError } from '../errors.ts';
import { type FunctionRecord, LATEST, type PolicyRecord, type PolicyStatement } from './function-record.ts';
import { aliasNotFound, findAlias, findFunction, findVersion } from './lookup.ts';

/** A resource-based policy as GetPolicy shows it. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements });
}

/** The policy of a function, or of one of its versions or aliases. */
export interface PolicyTarget {
  readonly record: FunctionRecord;
  /** What the statements of the policy are about. */
  readonly arn: string;
  readonly policy: PolicyRecord | undefined;
  /** Replaces the policy; one without statements goes. */
  save(statements: PolicyStatement[]): void;
}

/** @throws InvalidParameterValueException, ResourceNotFoundException */
export function policyTarget(
  engine: FunctionEngine,
  name: string,
  separate: string | undefined,
): PolicyTarget {
  const { record, reference } = findFunction(engine, name, separate);
  const { qualifier } = reference;
  if (qualifier === LATEST)
    throw lambdaError.invalidParameter('We currently do not support adding policies for $LATEST.');
  if (qualifier !== undefined) checkQualifier(record, qualifier);
  const key = qualifier ?? '';
  return {
    record,
    arn: qualifier === undefined ? record.arn : `${record.arn}:${qualifier}`,
    policy: own(record.policies, key),
    save(statements) {
      if (statements.length === 0) delete record.policies[key];
      else setOwn(record.policies, key, { statements, revisionId: engine.context.newId() });
      engine.functions.set(record.name, record);
    },
  };
}

/** Versions are numbers and aliases are not; each is missed in words of its own. */
function checkQualifier(record: FunctionRecord, qualifier: string): void {
  if (/^\d+$/.test(qualifier) || qualifier.includes('$')) {
    if (findVersion(record, qualifier) === undefined)
      throw lambdaError.functionNotFound(`${record.arn}:${qualifier}`);
  } else if (findAlias(record, qualifier) === undefined) {
    throw aliasNotFound(record, qualifier);
  }
}

export function existingPolicy({ policy }: PolicyTarget): PolicyRecord {
  if (policy === undefined) throw lambdaError.notFound('No policy is associated with the given resource.');
  return policy;
}
