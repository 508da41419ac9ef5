import type { AwsError } from '../../core/errors.ts';

/** Words a refusal, for the place in the policy at hand. */
export type Refuse = (reason: string) => AwsError;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `$or` is an operator before two objects or more, and else a key like any other. */
export function isAlternatives(key: string, rules: unknown): rules is Record<string, unknown>[] {
  return key === '$or' && Array.isArray(rules) && rules.length > 1 && rules.every(isObject);
}
