import { BlockList, isIP } from 'node:net';
import type { AwsError } from '../../core/errors.ts';
import { COMPARISONS } from '../../core/event-pattern.ts';

/** Checks what stands at one key of a message; undefined when nothing does. */
export type Test = (value: unknown) => boolean;

type Refuse = (reason: string) => AwsError;

/** Numbers may range over ±1e9. */
const LARGEST_NUMBER = 1e9;

/** One element of a list of values: https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html */
export function compileRule(rule: unknown, refuse: Refuse): Test {
  if (typeof rule === 'string' || typeof rule === 'boolean' || rule === null)
    return element((v) => v === rule);
  if (typeof rule === 'number') {
    const wanted = checkNumber(rule, refuse);
    return element((value) => value === wanted);
  }
  const [operator, operand] = onlyEntry(rule, refuse);
  switch (operator) {
    case 'exists':
      if (typeof operand !== 'boolean') throw refuse('exists match pattern must be either true or false');
      return (value) => isLeaf(value) === operand;
    case 'numeric':
      return element(numeric(operand, refuse));
    case 'anything-but':
      return anythingBut(operand, refuse);
    default:
      return element(text(operator, operand, refuse));
  }
}

/** A list in the message matches when one of its elements does. */
function element(test: Test): Test {
  return (value) => (Array.isArray(value) ? value.some(test) : test(value));
}

function isLeaf(value: unknown): boolean {
  return value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value));
}

function text(operator: string, operand: unknown, refuse: Refuse): Test {
  if (typeof operand !== 'string') throw refuse(`${operator} match pattern must be a string`);
  switch (operator) {
    case 'prefix':
      return (value) => typeof value === 'string' && value.startsWith(operand);
    case 'suffix':
      return (value) => typeof value === 'string' && value.endsWith(operand);
    case 'equals-ignore-case': {
      const wanted = operand.toLowerCase();
      return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
    }
    case 'cidr':
      return cidr(operand, refuse);
    default:
      throw refuse(`unrecognized match type ${operator}`);
  }
}

/** A value that is there and is none of those named. */
function anythingBut(operand: unknown, refuse: Refuse): Test {
  const isExcluded = excluded(operand, refuse);
  return element((value) => value !== undefined && !isExcluded(value));
}

function excluded(operand: unknown, refuse: Refuse): Test {
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) {
    const [operator, given] = onlyEntry(operand, refuse);
    if (operator !== 'prefix' && operator !== 'suffix') {
      throw refuse('anything-but takes values, or a prefix or suffix');
    }
    const tests = (Array.isArray(given) ? given : [given]).map((one) => text(operator, one, refuse));
    return (value) => tests.some((test) => test(value));
  }
  const values: unknown[] = Array.isArray(operand) ? operand : [operand];
  const areTexts = values.every((value) => typeof value === 'string');
  const areNumbers = values.every((value) => typeof value === 'number');
  if (values.length === 0 || !(areTexts || areNumbers)) {
    throw refuse('anything-but list must be all strings or all numbers');
  }
  const named = new Set<unknown>(values);
  return (value) => named.has(value);
}

/** `["=", 5]`, `[">", 0]`, or a lower and an upper bound: `[">=", 0, "<", 5]`. */
function numeric(operand: unknown, refuse: Refuse): Test {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw refuse('numeric match must be a list of one comparison or of a lower and an upper bound');
  }
  const [operator, first, secondOperator, second] = operand;
  const tests = [comparison(operator, first, refuse)];
  if (operand.length === 4) {
    const isRange = String(operator).startsWith('>') && String(secondOperator).startsWith('<');
    if (!isRange || Number(first) >= Number(second)) {
      throw refuse('a numeric range must have a lower bound and then a greater upper bound');
    }
    tests.push(comparison(secondOperator, second, refuse));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function comparison(operator: unknown, operand: unknown, refuse: Refuse): (value: number) => boolean {
  const compare = COMPARISONS.get(operator);
  if (compare === undefined) throw refuse('numeric match knows =, <, <=, > and >=');
  const bound = checkNumber(operand, refuse);
  return (value) => compare(value, bound);
}

function checkNumber(value: unknown, refuse: Refuse): number {
  if (typeof value !== 'number') throw refuse('numeric match compares with numbers');
  if (Math.abs(value) > LARGEST_NUMBER) throw refuse(`numbers must be between ±${LARGEST_NUMBER}`);
  return value;
}

function cidr(range: string, refuse: Refuse): Test {
  const [address = '', bits = ''] = range.split('/');
  const family = isIP(address);
  const isMask = /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32);
  if (family === 0 || !isMask) throw refuse('cidr match pattern must be a CIDR block, such as 10.0.0.0/24');
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  return (value) => {
    const kind = typeof value === 'string' ? isIP(value) : 0;
    return kind === family && list.check(String(value), kind === 6 ? 'ipv6' : 'ipv4');
  };
}

function onlyEntry(rule: unknown, refuse: Refuse): [string, unknown] {
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) {
    throw refuse('match value must be String, number, true, false, or null');
  }
  const [entry, ...others] = Object.entries(rule);
  if (entry === undefined || others.length > 0) throw refuse('only one key allowed in match expression');
  return entry;
}
