/**
 * Event patterns in the language of EventBridge, as far as event source mappings take it:
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
 */
export type EventPattern = (event: unknown) => boolean;

/** The pattern is not one. The message names the place and the rule. */
export class EventPatternError extends Error {
  constructor(path: readonly string[], rule: string) {
    super(`${path.join('.') || 'The pattern'}: ${rule}`);
    this.name = 'EventPatternError';
  }
}

/** Checks a value at one place of an event; undefined when the place is not there. */
type Test = (value: unknown) => boolean;

type Path = readonly string[];

/** Compiles a pattern: an object whose fields hold further objects, or lists of what is allowed there. */
export function compileEventPattern(pattern: unknown): EventPattern {
  return compileObject(pattern, []);
}

function compileObject(pattern: unknown, path: Path): Test {
  if (!isObject(pattern)) throw new EventPatternError(path, 'must be an object');
  const fields = Object.entries(pattern);
  if (fields.length === 0 && path.length > 0) throw new EventPatternError(path, 'must not be empty');
  const tests = fields.map(([name, rules]): Test => {
    if (name === '$or' && Array.isArray(rules) && rules.every(isObject)) return compileOr(rules, path);
    const test = compileField(rules, [...path, name]);
    return (value) => test(isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);
  });
  // A list in the event is taken as its elements: one of them has to match as a whole.
  return (value) =>
    Array.isArray(value)
      ? value.some((element) => tests.every((test) => test(element)))
      : tests.every((test) => test(value));
}

function compileOr(alternatives: readonly unknown[], path: Path): Test {
  if (alternatives.length < 2)
    throw new EventPatternError([...path, '$or'], 'must hold two patterns or more');
  const tests = alternatives.map((alternative) => compileObject(alternative, path));
  return (value) => tests.some((test) => test(value));
}

function compileField(rules: unknown, path: Path): Test {
  if (!Array.isArray(rules)) return compileObject(rules, path);
  if (rules.length === 0) throw new EventPatternError(path, 'must not be an empty list');
  const tests = rules.map((rule) => compileRule(rule, path));
  return (value) => tests.some((test) => test(value));
}

function compileRule(rule: unknown, path: Path): Test {
  if (!isObject(rule)) {
    if (Array.isArray(rule)) throw new EventPatternError(path, 'must not hold a list in a list');
    return someElement((value) => value === rule);
  }
  const [entry, ...others] = Object.entries(rule);
  if (entry === undefined || others.length > 0) {
    throw new EventPatternError(path, 'each comparison must have exactly one operator');
  }
  const [operator, operand] = entry;
  const at = [...path, operator];
  switch (operator) {
    case 'exists':
      if (typeof operand !== 'boolean') throw new EventPatternError(at, 'must be true or false');
      // Only leaves count: an object or list of objects is not a value.
      return (value) => (value !== undefined && !isObject(value)) === operand;
    case 'anything-but':
      return compileAnythingBut(operand, at);
    case 'numeric':
      return someElement(compileNumeric(operand, at));
    default:
      return someElement(compileText(operator, operand, at));
  }
}

function compileText(operator: string, operand: unknown, path: Path): Test {
  const folded = (text: string) => text.toLowerCase();
  if (operator === 'equals-ignore-case') {
    const wanted = folded(requireText(operand, path));
    return (value) => typeof value === 'string' && folded(value) === wanted;
  }
  if (operator !== 'prefix' && operator !== 'suffix') {
    throw new EventPatternError(path, 'is not a known operator');
  }
  const ignoresCase = isObject(operand);
  const text = requireText(ignoresCase ? operand['equals-ignore-case'] : operand, path);
  const wanted = ignoresCase ? folded(text) : text;
  return (value) => {
    if (typeof value !== 'string') return false;
    const seen = ignoresCase ? folded(value) : value;
    return operator === 'prefix' ? seen.startsWith(wanted) : seen.endsWith(wanted);
  };
}

function compileAnythingBut(operand: unknown, path: Path): Test {
  let excluded: Test;
  if (isObject(operand)) {
    const [entry, ...others] = Object.entries(operand);
    if (entry === undefined || others.length > 0) {
      throw new EventPatternError(path, 'must have exactly one operator');
    }
    const [operator, given] = entry;
    const texts = Array.isArray(given) ? given : [given];
    const tests = texts.map((text) => compileText(operator, text, [...path, operator]));
    excluded = (value) => tests.some((test) => test(value));
  } else {
    const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
    if (
      values.length === 0 ||
      values.some((value) => typeof value !== 'string' && typeof value !== 'number')
    ) {
      throw new EventPatternError(path, 'must be a text, a number, or a list of them');
    }
    excluded = (value) => values.includes(value);
  }
  return someElement((value) => value !== undefined && !isObject(value) && !excluded(value));
}

/** By the operator of a `numeric` rule, here and in SNS's filter policies. */
export const COMPARISONS: ReadonlyMap<unknown, (value: number, bound: number) => boolean> = new Map([
  ['=', (value: number, bound: number) => value === bound],
  ['<', (value: number, bound: number) => value < bound],
  ['<=', (value: number, bound: number) => value <= bound],
  ['>', (value: number, bound: number) => value > bound],
  ['>=', (value: number, bound: number) => value >= bound],
]);

function compileNumeric(operand: unknown, path: Path): Test {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 === 1) {
    throw new EventPatternError(path, 'must be a list of comparisons and numbers, such as [">", 0, "<=", 5]');
  }
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const compare = COMPARISONS.get(operand[index]);
    const bound: unknown = operand[index + 1];
    if (compare === undefined) throw new EventPatternError(path, 'knows =, <, <=, > and >=');
    if (typeof bound !== 'number') throw new EventPatternError(path, 'compares with numbers');
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

/** A list in the event matches when one of its elements does. */
function someElement(test: Test): Test {
  return (value) => (Array.isArray(value) ? value.some(test) : test(value));
}

function requireText(value: unknown, path: Path): string {
  if (typeof value !== 'string') throw new EventPatternError(path, 'must be a text');
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
