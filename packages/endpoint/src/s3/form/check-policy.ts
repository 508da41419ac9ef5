import { s3Error } from '../errors.ts';
import type { Condition, PostPolicy } from './policy.ts';

/** How large a file may be; by default as large as any object. */
export interface SizeRange {
  min: number;
  max: number;
}

/** Fields that a policy need not mention. */
const UNMENTIONED = new Set(['awsaccesskeyid', 'file', 'policy', 'signature', 'x-amz-signature']);

/**
 * Checks the fields of a form against its policy, whose conditions have to hold and to mention every field.
 * @returns what the policy says of the file's size
 */
export function checkPolicy(
  { expiration, conditions }: PostPolicy,
  fields: ReadonlyMap<string, string>,
  now: number,
): SizeRange {
  if (now >= expiration.getTime()) throw s3Error.policyRefuses('Policy expired.');
  const mentioned = new Set<string>();
  let range: SizeRange = { min: 0, max: Number.POSITIVE_INFINITY };
  for (const condition of conditions) {
    const [operator, first, second] = condition;
    if (operator.toLowerCase() === 'content-length-range') {
      const [min, max] = [bytes(first), bytes(second)];
      if (min === undefined || max === undefined) throw failed(condition);
      range = { min: Math.max(range.min, min), max: Math.min(range.max, max) };
      continue;
    }
    const name =
      typeof first === 'string' && first.startsWith('$') ? first.slice(1).toLowerCase() : undefined;
    if (name === undefined || !holds(operator.toLowerCase(), name, fields.get(name) ?? '', second)) {
      throw failed(condition);
    }
    mentioned.add(name);
  }
  const extra = [...fields.keys()].filter(
    (name) => !mentioned.has(name) && !UNMENTIONED.has(name) && !name.startsWith('x-ignore-'),
  );
  if (extra.length > 0) throw s3Error.policyRefuses(`Extra input fields: ${extra.join(', ')}`);
  return range;
}

function holds(operator: string, name: string, value: string, wanted: unknown): boolean {
  const text = String(wanted);
  if (operator === 'eq') return value === text;
  if (operator !== 'starts-with') throw s3Error.invalidPolicy('Invalid Condition: unknown operator.');
  // Of several content types, each has to.
  const values = name === 'content-type' ? value.split(',').map((type) => type.trim()) : [value];
  return values.every((each) => each.startsWith(text));
}

function bytes(value: unknown): number | undefined {
  return /^\d{1,15}$/.test(String(value)) ? Number(value) : undefined;
}

function failed([operator, first, second]: Condition) {
  const shown = [operator, first, second].map((part) => JSON.stringify(String(part)));
  return s3Error.policyRefuses(`Policy Condition failed: [${shown.join(', ')}]`);
}
