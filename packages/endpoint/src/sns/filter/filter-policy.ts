import { snsError } from '../errors.ts';
import type { MessageAttribute } from '../message-attributes.ts';
import { attributesAsObject } from './attributes-as-object.ts';
import { checkComplexity } from './complexity.ts';
import { nestDottedKeys } from './dotted-keys.ts';
import { isAlternatives, isObject } from './policy-shape.ts';
import { compileRule, type Test } from './rules.ts';

/** Whether a subscriber wants a message. */
export type FilterPolicy = (message: {
  body: string;
  attributes: Record<string, MessageAttribute>;
}) => boolean;

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const MAX_BYTES = 256 * 1024;

type Path = readonly string[];

/**
 * Compiles a filter policy.
 * @param scope `MessageAttributes` (the default) or `MessageBody`.
 * @throws AwsError InvalidParameter, saying which rule the policy breaks and where.
 */
export function compileFilterPolicy(text: string, scope = 'MessageAttributes'): FilterPolicy {
  if (Buffer.byteLength(text) > MAX_BYTES) throw refused([], `the policy is larger than ${MAX_BYTES} bytes`);
  const policy = parse(text);
  if (policy === undefined) throw refused([], 'failed to parse JSON.');
  if (!isObject(policy)) throw refused([], 'Filter policy is not an object');
  checkComplexity(policy, (reason) => refused([], reason));
  if (scope !== 'MessageBody') {
    const test = compileObject(policy, [], false);
    return ({ attributes }) => test(attributesAsObject(attributes));
  }
  const test = compileObject(nestDottedKeys(policy) ?? policy, [], true);
  return ({ body }) => {
    const value = nestDottedKeys(parse(body));
    return value !== undefined && test(value); // A body that is not a JSON object matches no policy on it.
  };
}

/** @param isNested only policies on the message body reach into nested objects. */
function compileObject(policy: Record<string, unknown>, path: Path, isNested: boolean): Test {
  const tests = Object.entries(policy).map(([key, rules]): Test => {
    if (isAlternatives(key, rules)) {
      const alternatives = rules.map((alternative) => compileObject(alternative, path, isNested));
      return (value) => alternatives.some((test) => test(value));
    }
    const test = compileKey(rules, [...path, key], isNested);
    return (value) => test(isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined);
  });
  const matches: Test = (value) => tests.every((test) => test(value));
  // Of a list of objects, however deep, one has to match as a whole.
  return (value) => (Array.isArray(value) ? someElement(value, matches) : matches(value));
}

function compileKey(rules: unknown, path: Path, isNested: boolean): Test {
  if (isObject(rules)) {
    if (!isNested) {
      throw snsError.invalidParameter(
        'Filter policy scope MessageAttributes does not support nested filter policy',
      );
    }
    if (Object.keys(rules).length === 0) throw refused(path, 'Empty objects are not allowed');
    return compileObject(rules, path, isNested);
  }
  if (!Array.isArray(rules)) throw refused(path, `"${path.at(-1)}" must be an object or an array`);
  if (rules.length === 0) throw refused(path, 'Empty arrays are not allowed');
  const tests = rules.map((rule) => compileRule(rule, (reason) => refused(path, reason)));
  return (value) => tests.some((test) => test(value));
}

/** Lists of lists count as one list. Without recursion: a publisher decides how deep they are. */
function someElement(list: readonly unknown[], test: Test): boolean {
  const pending: unknown[] = [...list].reverse();
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value))
      for (let index = value.length - 1; index >= 0; index -= 1) pending.push(value[index]);
    else if (test(value)) return true;
  }
  return false;
}

function refused(path: Path, reason: string) {
  return snsError.invalidParameter(
    `FilterPolicy: ${reason}${path.length > 0 ? ` (at ${path.join('.')})` : ''}`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
