import { matchesWildcards } from '../wildcard.ts';

/** Condition keys of a request in lower case, such as `aws:sourcearn`, and their values. */
export type ConditionKeys = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export function conditionHolds(condition: unknown, keys: ConditionKeys): boolean {
  if (typeof condition !== 'object' || condition === null) return condition === undefined;
  return Object.entries(condition).every(
    ([operator, tests]) =>
      typeof tests === 'object' &&
      tests !== null &&
      Object.entries(tests).every(([key, values]) => {
        const name = key.toLowerCase();
        const actual = Object.hasOwn(keys, name) ? keys[name] : undefined;
        return operatorHolds(operator, actual, [values].flat().map(String));
      }),
  );
}

/** An operator that is not known here does not hold. */
function operatorHolds(operator: string, actual: string | undefined, wanted: readonly string[]): boolean {
  const ifExists = operator.endsWith('IfExists');
  if (actual === undefined) return ifExists;
  switch (ifExists ? operator.slice(0, -'IfExists'.length) : operator) {
    case 'ArnEquals': // AWS treats both alike, wildcards included.
    case 'ArnLike':
    case 'StringLike':
      return wanted.some((pattern) => matchesWildcards(pattern, actual));
    case 'ArnNotEquals':
    case 'ArnNotLike':
    case 'StringNotLike':
      return !wanted.some((pattern) => matchesWildcards(pattern, actual));
    case 'StringEquals':
    case 'Bool':
      return wanted.includes(actual);
    case 'StringNotEquals':
      return !wanted.includes(actual);
    default:
      return false;
  }
}
