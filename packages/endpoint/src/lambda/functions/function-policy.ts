import { own } from '../../core/own.ts';
import type { PolicyStatement } from '../../core/policy/evaluate.ts';
import type { FunctionEngine } from '../engine.ts';

/** The resource policy of a function, version or alias; a qualified ARN has a policy of its own. */
export function functionPolicy(engine: FunctionEngine, arn: string): readonly PolicyStatement[] | undefined {
  const [name = '', qualifier = ''] = arn.split(':').slice(6);
  const record = engine.functions.get(name);
  if (record === undefined) return undefined;
  return own(record.policies, qualifier)?.statements.map((statement) => ({ ...statement })) ?? [];
}
