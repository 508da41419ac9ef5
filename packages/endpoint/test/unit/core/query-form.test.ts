import { expect, test } from 'vitest';
import { parseForm } from '../../../src/core/protocols/query-form.ts';

const parse = (form: string) => parseForm(new URLSearchParams(form));

test('plain parameters are text', () => {
  expect(parse('StackName=a+b&Count=3&Flag=true')).toEqual({ StackName: 'a b', Count: '3', Flag: 'true' });
});

test('members of a list come in the order of their numbers', () => {
  expect(parse('Names.member.2=b&Names.member.10=c&Names.member.1=a')).toEqual({ Names: ['a', 'b', 'c'] });
});

test('a list may hold structures, and they may hold lists', () => {
  expect(parse('Tags.member.1.Key=k&Tags.member.1.Value=v&Outer.Inner.member.1.Names.member.1=x')).toEqual({
    Tags: [{ Key: 'k', Value: 'v' }],
    Outer: { Inner: [{ Names: ['x'] }] },
  });
});

test('a map has entries of key and value', () => {
  expect(
    parse(
      'Attributes.entry.1.key=a&Attributes.entry.1.value=1&Attributes.entry.2.key=b&Attributes.entry.2.value=2',
    ),
  ).toEqual({ Attributes: { a: '1', b: '2' } });
});

test('an empty list is the empty text', () => {
  expect(parse('Capabilities=')).toEqual({ Capabilities: '' });
});

test('a value may hold what separates names', () => {
  expect(parse('Body=a.member.1%3Db%26c')).toEqual({ Body: 'a.member.1=b&c' });
});

test('a reserved name is refused', () => {
  expect(() => parse('a.__proto__.b=1')).toThrow(/reserved name/);
});
