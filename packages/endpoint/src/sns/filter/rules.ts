import { BlockList, isIP } from 'node:net';
import { checkRange, numeric } from './numeric.ts';
import { isObject, type Refuse } from './policy-shape.ts';

/** Checks what stands at one key of a message; undefined when nothing does. */
export type Test = (value: unknown) => boolean;

/** One element of a list of values: https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html */
export function compileRule(rule: unknown, refuse: Refuse): Test {
  if (typeof rule === 'string' || typeof rule === 'boolean' || rule === null)
    return element((v) => v === rule);
  if (typeof rule === 'number') {
    checkRange(rule, refuse);
    return element((value) => value === rule);
  }
  const [operator, operand] = onlyEntry(rule, refuse);
  switch (operator) {
    case 'exists':
      if (typeof operand !== 'boolean') throw refuse('exists match pattern must be either true or false.');
      return (value) => isLeaf(value) === operand;
    case 'numeric': {
      const test = numeric(operand, refuse);
      return element((value) => typeof value === 'number' && test(value));
    }
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

/** An empty list is as good as none. */
function isLeaf(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && !isObject(value);
}

function text(operator: string, operand: unknown, refuse: Refuse): Test {
  switch (operator) {
    case 'prefix': {
      const wanted = readText(operator, operand, refuse);
      return (value) => typeof value === 'string' && value.startsWith(wanted);
    }
    case 'suffix': {
      const wanted = readText(operator, operand, refuse);
      return (value) => typeof value === 'string' && value.endsWith(wanted);
    }
    case 'equals-ignore-case': {
      const wanted = readText(operator, operand, refuse).toLowerCase();
      return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
    }
    case 'cidr':
      // AWS says `prefix` here too.
      return cidr(readText('prefix', operand, refuse), refuse);
    default:
      throw refuse(`Unrecognized match type ${operator.slice(0, 60)}`);
  }
}

function readText(operator: string, operand: unknown, refuse: Refuse): string {
  if (typeof operand === 'string') return operand;
  throw refuse(`${operator} match pattern must be a string`);
}

/** A value that is there and is none of those named. */
function anythingBut(operand: unknown, refuse: Refuse): Test {
  const isExcluded = excluded(operand, refuse);
  return element((value) => value !== undefined && !isExcluded(value));
}

function excluded(operand: unknown, refuse: Refuse): Test {
  if (isObject(operand)) {
    const [operator, given] = onlyEntry(operand, refuse);
    if (operator !== 'prefix') throw refuse(`Unsupported anything-but pattern: ${operator.slice(0, 60)}`);
    return text(operator, given, refuse);
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

function cidr(range: string, refuse: Refuse): Test {
  const [address, bits, ...more] = range.split('/');
  if (address === undefined || bits === undefined || more.length > 0) {
    throw refuse("Malformed CIDR, one '/' required");
  }
  if (!/^\d{1,3}$/.test(bits)) throw refuse('Malformed CIDR, mask bits must be an integer');
  const family = isIP(address);
  if (family === 0) throw refuse(`Nonstandard IP address: ${address.slice(0, 60)}`);
  if (Number(bits) > (family === 6 ? 128 : 32)) throw refuse('Malformed CIDR, mask bits out of range');
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  return (value) => {
    const kind = typeof value === 'string' ? isIP(value) : 0;
    return kind === family && list.check(String(value), kind === 6 ? 'ipv6' : 'ipv4');
  };
}

function onlyEntry(rule: unknown, refuse: Refuse): [string, unknown] {
  if (!isObject(rule)) throw refuse('Match value must be String, number, true, false, or null');
  const [entry, ...others] = Object.entries(rule);
  if (entry === undefined || others.length > 0) throw refuse('Only one key allowed in match expression');
  return entry;
}
