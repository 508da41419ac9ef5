import { dynamoDbError } from '../errors.ts';
import type { Condition } from './condition.ts';

/** A condition on one attribute. */
export interface KeyComparison {
  /** A name or `#alias`. */
  readonly attribute: string;
  /** A comparator, BETWEEN or `begins_with`. */
  readonly operator: string;
  /** The values that it is compared with, by their placeholders. */
  readonly values: readonly string[];
}

const OPERATORS: ReadonlySet<string> = new Set(['AND', '=', '<', '<=', '>', '>=', 'BETWEEN']);
const MAX_CONDITIONS = 2;

/** What a key condition compares. Throws AwsError for what the grammar of conditions allows and a key's does not. */
export function keyComparisons(condition: Condition): KeyComparison[] {
  const comparisons = flatten(condition);
  if (comparisons.length > MAX_CONDITIONS)
    throw dynamoDbError.validation('Conditions can be of length 1 or 2 only');
  return comparisons;
}

function flatten(condition: Condition): KeyComparison[] {
  if (condition.kind === 'operation') {
    const { operator, operands } = condition;
    if (!OPERATORS.has(operator)) throw misused(operator);
    return operator === 'AND' ? operands.flatMap(flatten) : comparison(operator, operands);
  }
  if (condition.kind !== 'function') return [];
  if (condition.name !== 'begins_with') throw misused(condition.name);
  return comparison(condition.name, condition.operands);
}

function comparison(operator: string, operands: readonly Condition[]): KeyComparison[] {
  const [path, ...others] = operands.filter((operand) => operand.kind === 'path');
  if (path === undefined || others.length > 0) return [];
  const values = operands.filter((operand) => operand.kind === 'value').map(({ name }) => name);
  return [{ attribute: path.path[0].name, operator, values }];
}

const misused = (operator: string) =>
  dynamoDbError.validation(`Invalid operator used in KeyConditionExpression: ${operator}`);
