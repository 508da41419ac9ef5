import { describe, expect, test } from 'vitest';
import { compileTemplate } from '../../../src/api-gateway/invoke/mapping-template.ts';

function render(template: string, scope: Record<string, unknown> = {}): string {
  return compileTemplate(template)(scope);
}

/** A reference in its longer form. */
const braced = (path: string) => `\${${path}}`;

test('text stands for itself', () => {
  expect(render('{"price": "5$", "id": "#7"}')).toBe('{"price": "5$", "id": "#7"}');
});

test('references are replaced, in either form', () => {
  const scope = { context: { stage: 'live', identity: { sourceIp: '::1' } } };
  expect(render(`$context.stage ${braced('context.identity.sourceIp')}x`, scope)).toBe('live ::1x');
});

test('a reference to nothing stays as it stands, unless it is quiet', () => {
  expect(render(`$missing $!missing ${braced('also.missing')}`)).toBe(`$missing  ${braced('also.missing')}`);
});

test('a variable that is set can be read', () => {
  expect(render("#set($greeting = 'hello')\n$greeting")).toBe('hello');
});

test('a member of a map can be set, and one of nothing is ignored', () => {
  const scope = { context: { responseOverride: { header: {} } } };
  render('#set($context.responseOverride.header.X-One = 1)#set($a.b = 2)', scope);
  expect(scope.context.responseOverride.header).toEqual({ 'X-One': 1 });
});

describe('a condition', () => {
  test.each([
    ['$a == "x"', 'yes'],
    ['$a != "x"', 'no'],
    ['!$missing', 'yes'],
    ['$a && $missing', 'no'],
    ['($missing || $a) && true', 'yes'],
    ['$a.matches("[w-z]")', 'yes'],
    ['$a.contains("y")', 'no'],
    ['$n == 1', 'yes'],
  ])('%s is %s', (condition, expected) => {
    expect(render(`#if(${condition})yes#{else}no#end`, { a: 'x', n: 1 })).toBe(expected);
  });

  test('falls through to the branch that holds', () => {
    const template = '#if($n == 1)one#elseif($n == 2)two#{else}other#end';
    expect([1, 2, 3].map((n) => render(template, { n }))).toEqual(['one', 'two', 'other']);
  });
});

test('functions of the scope can be called, and maps asked for a key', () => {
  const scope = { input: { params: () => ({ header: { Origin: 'https://a.example' } }) } };
  expect(render('$input.params().header.get("Origin")', scope)).toBe('https://a.example');
  expect(render('$!input.params().header.get("constructor")', scope)).toBe('');
});

test('comments are left out', () => {
  expect(render('a## not this\nb')).toBe('ab');
});

describe('refused is', () => {
  test.each([
    ['a loop', '#foreach($a in $b)$a#end'],
    ['a macro', '#macro(x)#end'],
    ['an index', '$a[0]'],
    ['a condition that does not end', '#if(true)x'],
    ['an end without a beginning', 'x#end'],
    ['a directive without its parts', '#set($a)'],
  ])('%s', (_what, template) => {
    expect(() => compileTemplate(template)).toThrow();
  });
});
