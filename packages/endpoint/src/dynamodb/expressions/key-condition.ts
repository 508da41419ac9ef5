import { validation } from '../errors.ts';
import type { Condition, Operand } from './condition.ts';

/** A condition on one attribute: the values that it is compared with, by their placeholders. */
export interface KeyComparison {
  /** A name or `#alias`. */
  readonly attribute: string;
  readonly values: readonly string[];
}

const OPERATORS: ReadonlySet<string> = new Set(['AND', '=', '<', '<=', '>', '>=', 'BETWEEN']);

/** What a key condition compares. Throws AwsError for what the grammar of conditions allows and a key's does not. */
export function keyComparisons(condition: Condition): KeyComparison[] {
  if (condition.kind === 'operation') {
    const { operator, operands } = condition;
    if (!OPERATORS.has(operator)) throw misused(operator);
    return operator === 'AND' ? operands.flatMap(keyComparisons) : comparison(operands);
  }
  if (condition.kind !== 'function') return [];
  if (condition.name !== 'begins_with') throw misused(condition.name);
  return comparison(condition.operands);
}

function comparison(operands: readonly Condition[]): KeyComparison[] {
  const paths = operands.filter((operand) => operand.kind === 'path');
  const values = operands.filter(
    (operand): operand is Operand & { kind: 'value' } => operand.kind === 'value',
  );
  const [path] = paths;
  if (path === undefined || paths.length > 1) return [];
  return [{ attribute: path.path[0].name, values: values.map(({ name }) => name) }];
}

const misused = (operator: string) =>
  validation(`Invalid operator used in KeyConditionExpression: ${operator}`);
