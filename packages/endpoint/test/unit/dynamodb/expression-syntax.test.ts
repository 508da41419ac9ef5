import { expect, test } from 'vitest';
import { parseCondition } from '../../../src/dynamodb/expressions/condition.ts';
import { keyComparisons } from '../../../src/dynamodb/expressions/key-condition.ts';
import { parseProjection } from '../../../src/dynamodb/expressions/projection.ts';
import { parseUpdate } from '../../../src/dynamodb/expressions/update.ts';

const refusal = (parse: () => unknown): string => {
  try {
    parse();
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
  return 'accepted';
};

/** The recorded form: the offending token between the tokens before and after it, as they were written. */
const syntax = (name: string, token: string, near: string) =>
  `ValidationException: Invalid ${name}: Syntax error; token: "${token}", near: "${near}"`;

test.each([
  ['name, prix€', '€', 'prix€'],
  ['!!', '!', '!!'],
  ['dummy-id', '-', 'dummy-id'],
  ['a, _ver', '_', ', _ver'],
  ['#AMZN_2021-03-03', '-', '#AMZN_2021-0'],
  ['a,,b', ',', ',,b'],
  ['a..b', '.', '..b'],
  ['a[b]', 'b', '[b]'],
  ['a,', '<EOF>', ','],
  ['(a)', '(', '(a'],
  [':a', ':a', ':a'],
  ['whatever(stuff)', '(', 'whatever(stuff'],
  ['a b', 'b', 'a b'],
  ['a\u00a0b', '\u00a0', 'a\u00a0b'],
  ['#é', '#', '#é'],
  ['😀', '😀', '😀'],
  ['a\ud800', '\ud800', 'a\ud800'],
  ['a\u0000', '\u0000', 'a\u0000'],
  ['  ', '<EOF>', '  '],
])('projection %j: token %j near %j', (source, token, near) => {
  expect(refusal(() => parseProjection(source))).toBe(syntax('ProjectionExpression', token, near));
});

test.each([
  ['SET attrName = 3', '3', '= 3'],
  ['SET attrName = 34', '34', '= 34'],
  ['SET attrName = _idid', '_', '= _idid'],
  ['SET MyStr[ 3', '<EOF>', '3'],
  ['SET MyStr[ 3 ', '<EOF>', '3 '],
  ['SET MyStr[3 )', ')', '3 )'],
  ['SET 2', '2', 'SET 2'],
  ['2', '2', '2'],
  ['SET ) 3', ')', 'SET ) 3'],
  ['SET MyStr = (:_val ', '<EOF>', ':_val '],
  ['SET MyStr = [:_val  ', '[', '= [:_val'],
  ['SET MyStr = ):_val + :val2', ')', '= ):_val'],
  ['  RESET NonExistent value', 'RESET', '  RESET NonExistent'],
  ['SET a [  [2] ]. b = 5', '[', '[  [2'],
  ['SET a [2 1]. b = 5', '1', '2 1]'],
  ['SET #a a = 5', 'a', '#a a ='],
  ['SET MyStr = NoExist + - :_val ', '-', '+ - :_val'],
  ['REMOVE NoExist + ', '+', 'NoExist + '],
  ['ADD attr val foobar', 'val', 'attr val foobar'],
  ['ADD attr :val foobar', 'foobar', ':val foobar'],
  ['SET path = VALUE 1', '1', 'VALUE 1'],
  ['REMOVE if_not_exists(a,b)', '(', 'if_not_exists(a'],
  ['SET a = :v,', '<EOF>', ','],
  ['SET hits = hits : incr', ':', 'hits : incr'],
  ['set a = b + c + d', '+', 'c + d'],
  ['set a = set', 'set', '= set'],
])('update %j: token %j near %j', (source, token, near) => {
  expect(refusal(() => parseUpdate(source))).toBe(syntax('UpdateExpression', token, near));
});

test.each([
  ['a-b', '-', 'a-b'],
  ['tenant = tenantAgent:abc123-4', ':abc123', 'tenantAgent:abc123-'],
  ['begins_with()', ')', '()'],
  ['a = :v AND', '<EOF>', 'AND'],
  ['a == :v', '=', '== :v'],
  ['a', '<EOF>', 'a'],
  ['(a)', '<EOF>', ')'],
  ['a BETWEEN :v', '<EOF>', ':v'],
  ['a IN (:v', '<EOF>', ':v'],
  ['a = "x"', '"', '= "x'],
  ['NOT', '<EOF>', 'NOT'],
])('condition %j: token %j near %j', (source, token, near) => {
  expect(refusal(() => parseCondition('FilterExpression', source))).toBe(
    syntax('FilterExpression', token, near),
  );
});

test.each([
  'a = :v',
  'a.b[0].#c <> :v AND NOT (size(d) >= :w OR attribute_exists(e))',
  'a between :v and :w or a in (:v, :w)',
  '(a) = (:v)',
  'NOT NOT a = :v',
  'a [ 0 ] . b = :v',
])('condition %j is well-formed', (source) => {
  expect(refusal(() => parseCondition('ConditionExpression', source))).toBe('accepted');
});

test.each([
  'set a.b[0] = if_not_exists(#c, :v) + :w, d = list_append(d, :l) remove e, f[1] add g :n delete h :s',
  'set b.c=((c[1])+(b.a)),b.a = a,c[1] = a add c[8] :b, c[6] :a',
  'SET if_not_exists = :v',
])('update %j is well-formed', (source) => {
  expect(refusal(() => parseUpdate(source))).toBe('accepted');
});

test('an expression of 4,096 bytes is taken, a longer one is not', () => {
  expect(refusal(() => parseProjection('x'.repeat(4096)))).toBe('accepted');
  expect(refusal(() => parseProjection('é'.repeat(2049)))).toBe(
    'ValidationException: Invalid ProjectionExpression: Expression size has exceeded the maximum allowed size; expression size: 4098',
  );
});

test('300 operators are taken, 301 are not: comparators, AND and OR count, parentheses do not', () => {
  const nested = (depth: number) => `a<b ${'or (a<b '.repeat(depth)}${')'.repeat(depth)}`;
  expect(refusal(() => parseCondition('ConditionExpression', nested(149)))).toBe('accepted');
  expect(refusal(() => parseCondition('ConditionExpression', nested(150)))).toBe(
    'ValidationException: Invalid ConditionExpression: The expression contains too many operators; operator count: 301',
  );
});

test.each(['(', 'NOT ', 'size(', 'a = ('])('%j, as often as fits, is refused', (part) => {
  const source = part.repeat(4096 / part.length);
  expect(refusal(() => parseCondition('FilterExpression', source))).toMatch(/^ValidationException: Invalid/);
  expect(refusal(() => parseUpdate(`SET a = ${part.repeat(4000 / part.length)}`))).toMatch(
    /^ValidationException: Invalid/,
  );
});

test('the largest index of a list is 4294967294', () => {
  expect(refusal(() => parseUpdate('SET l[4294967294] = :v'))).toBe('accepted');
  expect(refusal(() => parseUpdate('SET l[4294967295] = :v'))).toBe(
    'ValidationException: Invalid UpdateExpression: List index is not within the allowable range; index: [4294967295]',
  );
});

test('a syntax error comes before any other refusal', () => {
  expect(refusal(() => parseUpdate('SET l[4294967295] = 1'))).toBe(syntax('UpdateExpression', '1', '= 1'));
});

test('words that are keywords elsewhere are reserved as names', () => {
  expect(refusal(() => parseUpdate('SET a.And = :v'))).toBe(
    'ValidationException: Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: And',
  );
  expect(refusal(() => parseCondition('ConditionExpression', 'set = :v'))).toBe(
    'ValidationException: Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: set',
  );
});

test.each([
  ['a = :v OR b = :w', 'OR'],
  ['NOT a = :v', 'NOT'],
  ['a IN (:v)', 'IN'],
  ['a <> :v', '<>'],
  ['contains(a, :v)', 'contains'],
])('key condition %j uses what only filters can', (source, operator) => {
  const { condition } = parseCondition('KeyConditionExpression', source);
  expect(refusal(() => keyComparisons(condition))).toBe(
    `ValidationException: Invalid operator used in KeyConditionExpression: ${operator}`,
  );
});
