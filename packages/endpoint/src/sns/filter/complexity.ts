import { isAlternatives, isObject, type Refuse } from './policy-shape.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const MAX_KEYS = 5;
const MAX_COMBINATIONS = 150;

/** Limits what a policy can cost. @throws what `refuse` makes of the reason. */
export function checkComplexity(policy: Record<string, unknown>, refuse: Refuse): void {
  if (countCombinations(policy, 1, 1) > MAX_COMBINATIONS) throw refuse('Filter policy is too complex');
  if (countKeys(policy) > MAX_KEYS) {
    throw refuse(`Filter policy can not have more than ${MAX_KEYS} keys`);
  }
}

/**
 * The product over all keys of the number of values times the depth of the key; the alternatives of an `$or` add up.
 * @param level counts `$or` too. A policy of more levels than there may be combinations has more combinations.
 */
function countCombinations(policy: Record<string, unknown>, depth: number, level: number): number {
  if (level > MAX_COMBINATIONS) return Infinity;
  let combinations = 1;
  for (const [key, rules] of Object.entries(policy)) {
    if (isAlternatives(key, rules)) {
      combinations *= rules.reduce(
        (sum, alternative) => sum + countCombinations(alternative, depth, level + 1),
        0,
      );
    } else if (isObject(rules)) {
      combinations *= countCombinations(rules, depth + 1, level + 1);
    } else if (Array.isArray(rules)) {
      combinations *= Math.max(1, rules.length) * depth;
    }
    if (combinations > MAX_COMBINATIONS) return Infinity;
  }
  return combinations;
}

/** Only keys at the top count; those of an `$or` count in each alternative. */
function countKeys(policy: Record<string, unknown>): number {
  return Object.entries(policy).reduce(
    (sum, [key, rules]) =>
      sum + (isAlternatives(key, rules) ? rules.reduce((keys, one) => keys + countKeys(one), 0) : 1),
    0,
  );
}
