import { errors } from '../errors.ts';
import type { MessageAttribute } from '../message-attributes.ts';
import { attributesAsObject } from './attributes-as-object.ts';
import { compileRule, type Test } from './rules.ts';

/** Whether a subscriber wants a message. */
export type FilterPolicy = (message: {
  body: string;
  attributes: Record<string, MessageAttribute>;
}) => boolean;

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const MOST_BYTES = 256 * 1024;
const MOST_KEYS = 5;
const MOST_COMBINATIONS = 150;

interface Scope {
  /** Only policies on the message body reach into nested objects. */
  readonly isNested: boolean;
  /** The product over all keys of the number of values, times the depth of the key. */
  combinations: number;
}

type Path = readonly string[];

/**
 * Compiles a filter policy.
 * @param scope `MessageAttributes` (the default) or `MessageBody`.
 * @throws AwsError InvalidParameter, saying which rule the policy breaks and where.
 */
export function compileFilterPolicy(text: string, scope = 'MessageAttributes'): FilterPolicy {
  if (Buffer.byteLength(text) > MOST_BYTES)
    throw refused([], `the policy is larger than ${MOST_BYTES} bytes`);
  const isNested = scope === 'MessageBody';
  const policy = parse(text);
  if (!isObject(policy)) throw refused([], 'the policy must be a JSON object');
  if (countKeys(policy) > MOST_KEYS) throw refused([], `the policy has more than ${MOST_KEYS} keys`);
  const measured = { isNested, combinations: 1 };
  const test = compileObject(policy, [], measured);
  if (measured.combinations > MOST_COMBINATIONS) throw refused([], 'the policy is too complex');
  if (!isNested) return ({ attributes }) => test(attributesAsObject(attributes));
  return ({ body }) => {
    const value = parse(body);
    return isObject(value) && test(value); // A body that is no JSON object matches no policy on it.
  };
}

function compileObject(policy: Record<string, unknown>, path: Path, scope: Scope): Test {
  const tests = Object.entries(policy).map(([key, rules]): Test => {
    const at = [...path, key];
    if (key === '$or' && Array.isArray(rules) && rules.every(isObject) && rules.length > 1) {
      const alternatives = rules.map((alternative) => compileObject(alternative, path, scope));
      return (value) => alternatives.some((test) => test(value));
    }
    const test = compileKey(rules, at, scope);
    return (value) => test(isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined);
  });
  // Of a list of objects, one has to match as a whole.
  return (value) =>
    Array.isArray(value)
      ? value.some((element) => tests.every((test) => test(element)))
      : tests.every((test) => test(value));
}

function compileKey(rules: unknown, path: Path, scope: Scope): Test {
  if (isObject(rules)) {
    if (!scope.isNested) {
      throw refused(path, 'a nested policy needs the FilterPolicyScope MessageBody');
    }
    if (Object.keys(rules).length === 0) throw refused(path, 'a nested policy must not be empty');
    return compileObject(rules, path, scope);
  }
  if (!Array.isArray(rules)) throw refused(path, `"${path.at(-1)}" must be an object or an array`);
  if (rules.length === 0) throw refused(path, 'the list of values must not be empty');
  scope.combinations *= rules.length * path.length;
  const tests = rules.map((rule) => compileRule(rule, (reason) => refused(path, reason)));
  return (value) => tests.some((test) => test(value));
}

/** Only keys at the top count; those of an `$or` count in each alternative. */
function countKeys(policy: Record<string, unknown>): number {
  let keys = 0;
  for (const [key, value] of Object.entries(policy)) {
    if (key === '$or' && Array.isArray(value)) {
      for (const alternative of value) keys += isObject(alternative) ? countKeys(alternative) : 0;
    } else {
      keys += 1;
    }
  }
  return keys;
}

function refused(path: Path, reason: string) {
  return errors.invalidParameter(`FilterPolicy: ${path.length > 0 ? `${path.join('.')}: ` : ''}${reason}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
