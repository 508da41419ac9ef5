// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are placeholders of Fn::Sub.
import { describe, expect, test } from 'vitest';
import {
  NO_VALUE,
  resolve,
  resolveMap,
  type Scope,
  UNKNOWN,
} from '../../../src/cloudformation/template/intrinsics.ts';

const scope: Scope = {
  region: 'eu-west-1',
  languageExtensions: true,
  ref(name) {
    if (name === 'AWS::NoValue') return NO_VALUE;
    const values: Record<string, string | string[]> = { Name: 'shop', Zones: ['a', 'b'], New: UNKNOWN };
    const found = values[name];
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  },
  getAtt: (logicalId, attribute) => `${logicalId}#${attribute}`,
  condition: (name) => name === 'Yes',
  mapping: (map, first, second) =>
    map === 'Sizes' && first === 'eu' && second === 'small' ? '5' : undefined,
  importValue: (name) => `imported ${name}`,
};

describe('intrinsic functions', () => {
  test('Fn::Sub fills in parameters, attributes and its own variables, and leaves escapes alone', () => {
    const template = '${Name}/${Queue.Arn}/${Own}/${!Literal}/$5';
    expect(resolve({ 'Fn::Sub': [template, { Own: { 'Fn::Join': ['-', ['x', 'y']] } }] }, scope)).toBe(
      'shop/Queue#Arn/x-y/${Literal}/$5',
    );
    expect(resolve({ 'Fn::Sub': '${Zones}' }, scope)).toBe('a,b');
  });

  test('functions nest: Select of Split of Join', () => {
    const joined = { 'Fn::Join': ['/', ['a', { Ref: 'Name' }, { 'Fn::GetAtt': 'Queue.Name' }]] };
    expect(resolve({ 'Fn::Select': ['2', { 'Fn::Split': ['/', joined] }] }, scope)).toBe('Queue#Name');
  });

  test('AWS::NoValue takes its property away, also out of a list and through Fn::If', () => {
    const nothing = { Ref: 'AWS::NoValue' };
    const value = {
      kept: 1,
      gone: nothing,
      list: [1, nothing, 2],
      chosen: { 'Fn::If': ['No', 'x', nothing] },
    };
    expect(resolveMap(value, scope)).toEqual({ kept: 1, list: [1, 2] });
  });

  test('a policy statement named Condition is no function', () => {
    const statement = { Condition: { StringEquals: { a: { Ref: 'Name' } } } };
    expect(resolve(statement, scope)).toEqual({ Condition: { StringEquals: { a: 'shop' } } });
  });

  test('FindInMap falls back to its default, or refuses by name', () => {
    expect(resolve({ 'Fn::FindInMap': ['Sizes', 'eu', 'small'] }, scope)).toBe('5');
    expect(resolve({ 'Fn::FindInMap': ['Sizes', 'us', 'small', { DefaultValue: '1' }] }, scope)).toBe('1');
    expect(() => resolve({ 'Fn::FindInMap': ['Sizes', 'us', 'small'] }, scope)).toThrow(
      'Template error: Unable to get mapping for Sizes::us::small',
    );
  });

  test('Select outside of its list is refused', () => {
    expect(() => resolve({ 'Fn::Select': [2, { Ref: 'Zones' }] }, scope)).toThrow(
      'Fn::Select requires a list argument with two elements: an integer index and a list',
    );
  });

  test('language extensions are refused without their transform', () => {
    const plain = { ...scope, languageExtensions: false };
    expect(resolve({ 'Fn::Length': { Ref: 'Zones' } }, scope)).toBe(2);
    expect(resolve({ 'Fn::ToJsonString': { a: { Ref: 'Name' } } }, scope)).toBe('{"a":"shop"}');
    expect(() => resolve({ 'Fn::Length': [] }, plain)).toThrow('AWS::LanguageExtensions');
  });

  test('what only the deployment will know stays unknown through every function', () => {
    expect(resolve({ 'Fn::Sub': 'x-${New}' }, scope)).toBe(`x-${UNKNOWN}`);
    expect(resolve({ 'Fn::Select': [5, { 'Fn::Split': ['/', { Ref: 'New' }] }] }, scope)).toBe(UNKNOWN);
    expect(resolve({ 'Fn::Base64': { Ref: 'New' } }, scope)).toBe(UNKNOWN);
  });

  test('Cidr cuts a block into blocks', () => {
    expect(resolve({ 'Fn::Cidr': ['10.1.2.3/16', 2, 8] }, scope)).toEqual(['10.1.0.0/24', '10.1.1.0/24']);
    expect(() => resolve({ 'Fn::Cidr': ['10.0.0.0/24', 3, 7] }, scope)).toThrow('cannot make that many');
  });

  test('an unknown function is refused by name, macros as not implemented', () => {
    expect(() => resolve({ 'Fn::Nothing': 1 }, scope)).toThrow('Fn::Nothing');
    expect(() => resolve({ 'Fn::Transform': {} }, scope)).toThrow(
      'does not implement the function Fn::Transform',
    );
  });
});
