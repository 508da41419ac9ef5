import { afterAll, describe, expect, test } from 'vitest';
import { compileTemplate } from '../../../src/api-gateway/invoke/mapping-template.ts';
import { AwsError } from '../../../src/core/errors.ts';
import { startPatterns } from '../../../src/core/patterns.ts';

const patterns = startPatterns();
afterAll(() => patterns.close());

function render(template: string, scope: Record<string, unknown> = {}): Promise<string> {
  return compileTemplate(template)(scope, patterns);
}

/** A reference in its longer form. */
const braced = (path: string) => `\${${path}}`;

test('text stands for itself', async () => {
  expect(await render('{"price": "5$", "id": "#7"}')).toBe('{"price": "5$", "id": "#7"}');
});

test('references are replaced, in either form', async () => {
  const scope = { context: { stage: 'live', identity: { sourceIp: '::1' } } };
  expect(await render(`$context.stage ${braced('context.identity.sourceIp')}x`, scope)).toBe('live ::1x');
});

test('a reference to nothing stays as it stands, unless it is quiet', async () => {
  expect(await render(`$missing $!missing ${braced('also.missing')}`)).toBe(
    `$missing  ${braced('also.missing')}`,
  );
});

test('a variable that is set can be read', async () => {
  expect(await render("#set($greeting = 'hello')\n$greeting")).toBe('hello');
});

test('a member of a map can be set, and one of nothing is ignored', async () => {
  const scope = { context: { responseOverride: { header: {} } } };
  await render('#set($context.responseOverride.header.X-One = 1)#set($a.b = 2)', scope);
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
  ])('%s is %s', async (condition, expected) => {
    expect(await render(`#if(${condition})yes#{else}no#end`, { a: 'x', n: 1 })).toBe(expected);
  });

  test('falls through to the branch that holds', async () => {
    const template = '#if($n == 1)one#elseif($n == 2)two#{else}other#end';
    expect(await Promise.all([1, 2, 3].map((n) => render(template, { n })))).toEqual(['one', 'two', 'other']);
  });
});

test('functions of the scope can be called, and maps asked for a key', async () => {
  const scope = { input: { params: () => ({ header: { Origin: 'https://a.example' } }) } };
  expect(await render('$input.params().header.get("Origin")', scope)).toBe('https://a.example');
  expect(await render('$!input.params().header.get("constructor")', scope)).toBe('');
});

test('comments are left out', async () => {
  expect(await render('a## not this\nb')).toBe('ab');
});

describe('refused is', () => {
  test.each([
    ['a loop', '#foreach($a in $b)$a#end'],
    ['a macro', '#macro(x)#end'],
    ['an index', '$a[0]'],
    ['a condition that does not end', '#if(true)x'],
    ['an end without a beginning', 'x#end'],
    ['a directive without its parts', '#set($a)'],
    ['nesting beyond 100 levels', `${'#if(true)'.repeat(101)}x${'#end'.repeat(101)}`],
    ['parentheses beyond 100 levels', `#if(${'('.repeat(5000)}true${')'.repeat(5000)})x#end`],
    ['negations beyond 100 levels', `#if(${'!'.repeat(5000)}true)x#end`],
    ['a chain of more than 1000 operators', `#if(${'true||'.repeat(5000)}true)x#end`],
    ['more than 300 KB', 'x'.repeat(307_201)],
  ])('%s', (_what, template) => {
    expect(() => compileTemplate(template)).toThrow(AwsError);
  });
});

test('what every object inherits is nothing to a template', async () => {
  expect(await render('$!constructor$!__proto__.constructor$!map.toString', { map: {} })).toBe('');
  expect(await render("#set($map.__proto__ = 'mine')$map.__proto__", { map: {} })).toBe('mine');
  expect(Object.hasOwn(Object.prototype, 'mine')).toBe(false);
});

test('a pattern that takes too long fails its template, and nothing else', async () => {
  const template = '#if($text.matches("(a+)+"))yes#end';
  const text = `${'a'.repeat(50)}!`;
  await expect(render(template, { text })).rejects.toThrow('takes too long');
  expect(await render(template, { text: 'aaa' })).toBe('yes');
});
