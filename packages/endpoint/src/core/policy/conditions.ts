import { BlockList, isIP } from 'node:net';
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

const IF_EXISTS = 'IfExists';
const KNOWN_OPERATORS: ReadonlySet<string> = new Set([
  'ArnEquals',
  'ArnLike',
  'ArnNotEquals',
  'ArnNotLike',
  'Bool',
  'IpAddress',
  'NotIpAddress',
  'StringEquals',
  'StringLike',
  'StringNotEquals',
  'StringNotLike',
]);

/** Whether an operator can hold here at all. */
export function isKnownOperator(operator: string): boolean {
  return KNOWN_OPERATORS.has(withoutIfExists(operator));
}

function withoutIfExists(operator: string): string {
  return operator.endsWith(IF_EXISTS) ? operator.slice(0, -IF_EXISTS.length) : operator;
}

/** An operator that is not known here does not hold. */
function operatorHolds(operator: string, actual: string | undefined, wanted: readonly string[]): boolean {
  const name = withoutIfExists(operator);
  // A key that is not there differs from every value.
  if (actual === undefined) return name !== operator || (name.includes('Not') && isKnownOperator(name));
  switch (name) {
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
    case 'IpAddress':
      return isWithin(wanted, actual);
    case 'NotIpAddress':
      return !isWithin(wanted, actual);
    default:
      return false;
  }
}

/** Whether an address is in one of the ranges, such as `192.0.2.0/24`. */
function isWithin(ranges: readonly string[], address: string): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix] = range.split('/');
    const family = isIP(network);
    if (family === 0) continue;
    const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
    if (!Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128)) continue;
    list.addSubnet(network, bits, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
