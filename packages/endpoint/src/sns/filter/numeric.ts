import { COMPARISONS } from '../../core/event-pattern.ts';
import type { Refuse } from './policy-shape.ts';

/** Numbers may range over ±1e9. */
const MAX_NUMBER = 1e9;

/**
 * `["=", 5]`, `[">", 0]`, or a lower and an upper bound: `[">=", 0, "<", 5]`. Reads from left to right, as AWS does:
 * https://docs.aws.amazon.com/sns/latest/dg/numeric-value-matching.html
 */
export function numeric(operand: unknown, refuse: Refuse): (value: number) => boolean {
  const [operator, bound, ...rest] = readList(operand, refuse);
  const lower = comparison(operator, bound, refuse);
  if (rest.length === 0) return lower;
  if (operator !== '>' && operator !== '>=') throw refuse('Too many elements in numeric expression');
  const [upperOperator, upperBound, ...more] = rest;
  if (typeof upperOperator !== 'string') throw refuse(`Bad value in numeric range: ${show(upperOperator)}`);
  if (upperOperator !== '<' && upperOperator !== '<=') {
    throw refuse(`Bad numeric range operator: ${show(upperOperator)}`);
  }
  const upper = comparison(upperOperator, upperBound, refuse);
  if (Number(bound) >= Number(upperBound)) throw refuse('Bottom must be less than top');
  if (more.length > 0) throw refuse('Too many terms in numeric range expression');
  return (value) => lower(value) && upper(value);
}

/** @throws what `refuse` makes of the reason. */
export function checkRange(value: number, refuse: Refuse): void {
  if (Math.abs(value) <= MAX_NUMBER) return;
  throw refuse(`Value must be between -${MAX_NUMBER} and ${MAX_NUMBER}, inclusive`);
}

function readList(operand: unknown, refuse: Refuse): unknown[] {
  if (!Array.isArray(operand)) throw refuse('Value of numeric must be an array.');
  if (operand.length === 0) throw refuse('Invalid member in numeric match: ]');
  return operand;
}

function comparison(operator: unknown, bound: unknown, refuse: Refuse): (value: number) => boolean {
  if (typeof operator !== 'string') throw refuse(`Invalid member in numeric match: ${show(operator)}`);
  const compare = COMPARISONS.get(operator);
  if (compare === undefined) throw refuse(`Unrecognized numeric range operator: ${show(operator)}`);
  if (typeof bound !== 'number') {
    throw refuse(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  }
  checkRange(bound, refuse);
  return (value) => compare(value, bound);
}

function show(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object or array' : String(value).slice(0, 60);
}
