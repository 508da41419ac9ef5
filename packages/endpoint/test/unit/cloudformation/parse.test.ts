// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are placeholders of Fn::Sub.
import { describe, expect, test } from 'vitest';
import { parseTemplate } from '../../../src/cloudformation/template/parse.ts';

const resources = { Resources: { Q: { Type: 'AWS::SQS::Queue' } } };

const POLICY = 'Template format error: Every DeletionPolicy member must be a string.';

describe('a template', () => {
  test('is read from YAML with every short form of a function', async () => {
    const { resources, conditions, outputs } = await parseTemplate(`
AWSTemplateFormatVersion: 2010-09-09
Conditions:
  Big: !And [!Equals [!Ref Size, big], !Not [!Condition Small]]
  Small: !Equals [!Ref Size, small]
Resources:
  Q:
    Type: AWS::SQS::Queue
    DependsOn: Dead
    Properties:
      QueueName: !Sub '\${AWS::StackName}-q'
      Tags:
        - Key: arn
          Value: !GetAtt Dead.Nested.Arn
        - Key: joined
          Value: !Join ['-', [!Ref A, !Select [0, !Split ['/', !ImportValue x]]]]
        - !If [Big, {Key: big, Value: !FindInMap [M, a, b]}, !Ref AWS::NoValue]
Outputs:
  U: {Value: !Sub ['\${x}', {x: !Base64 y}]}
`);
    expect(conditions.get('Big')).toEqual({
      'Fn::And': [{ 'Fn::Equals': [{ Ref: 'Size' }, 'big'] }, { 'Fn::Not': [{ Condition: 'Small' }] }],
    });
    expect(resources.get('Q')?.DependsOn).toEqual(['Dead']);
    expect(resources.get('Q')?.Properties).toEqual({
      QueueName: { 'Fn::Sub': '${AWS::StackName}-q' },
      Tags: [
        { Key: 'arn', Value: { 'Fn::GetAtt': ['Dead', 'Nested.Arn'] } },
        {
          Key: 'joined',
          Value: {
            'Fn::Join': [
              '-',
              [{ Ref: 'A' }, { 'Fn::Select': [0, { 'Fn::Split': ['/', { 'Fn::ImportValue': 'x' }] }] }],
            ],
          },
        },
        {
          'Fn::If': [
            'Big',
            { Key: 'big', Value: { 'Fn::FindInMap': ['M', 'a', 'b'] } },
            { Ref: 'AWS::NoValue' },
          ],
        },
      ],
    });
    expect(outputs.get('U')?.Value).toEqual({ 'Fn::Sub': ['${x}', { x: { 'Fn::Base64': 'y' } }] });
  });

  test.each([
    ['{"Resources": ', 'Template format error: JSON not well-formed.'],
    ['Resources:\n  - [a', 'Template format error: YAML not well-formed. (line 2'],
    ['{}', 'At least one Resources member must be defined.'],
    [JSON.stringify({ ...resources, Foo: 1 }), 'Invalid template property or properties [Foo]'],
    ['{"Resources": {"Q": {}}}', '[/Resources/Q] Every Resources object must contain a Type member.'],
    [
      '{"Resources": {"Q-1": {"Type": "T"}}}',
      'Template format error: Resource name Q-1 is non alphanumeric.',
    ],
    ['{"Resources": {"Q": {"Type": "T", "Bar": 1}}}', "Invalid template resource property 'Bar'"],
    [
      JSON.stringify({ ...resources, AWSTemplateFormatVersion: '2011' }),
      'Template format version not supported',
    ],
    [JSON.stringify({ ...resources, Transform: 'AWS::Serverless-2016-10-31' }), 'transform AWS::Serverless'],
    ['{"Resources": {"Q": 1}}', 'Template format error: Any Resources member must be an object.'],
    ['{"Resources": {"Q": {"Type": "T", "DeletionPolicy": {"Fn::If": ["C", "Retain", "Delete"]}}}}', POLICY],
    ['{"Resources": {"Q": {"Type": "T", "UpdateReplacePolicy": {"Ref": "P"}}}}', 'Every UpdateReplacePolicy'],
    [
      '{"Resources": {"Q": {"Type": "T", "Properties": {"a": [1, null]}}}}',
      "[/Resources/Q/Properties/a/1] 'null' values are not allowed in templates",
    ],
    [
      JSON.stringify({ ...resources, Outputs: { O: {} } }),
      'Template format error: Every Outputs member must contain a Value object',
    ],
    ['Resources:\n  Q: {Type: T}\n  Q: {Type: T}', 'YAML not well-formed. (line 3, column 3)'],
    ['{"Resources": {"Q": {"Type": "\\ud800"}}}', 'a character that is not valid Unicode'],
  ])('%s is refused', async (body, message) => {
    await expect(parseTemplate(body)).rejects.toThrow(message);
  });

  test.each([
    [{ M: 'text' }, 'Every Mappings member M must be a map'],
    [{ M: { a: 'text' } }, 'Every Mappings member M must be a map'],
    [{ M: { a: { b: { c: 'd' } } } }, 'Every Mappings attribute must be a String or a List.'],
    [{ M: { a: { b: { Ref: 'P' } } } }, 'Every Mappings attribute must be a String or a List.'],
    [{ M: { a: { 'b-c': '' } } }, "attribute name 'b-c' must contain only alphanumeric characters."],
    [{ 'M-1': {} }, 'Mapping name M-1 is non alphanumeric.'],
  ])('with the mappings %j is refused', async (Mappings, message) => {
    await expect(parseTemplate(JSON.stringify({ ...resources, Mappings }))).rejects.toThrow(
      `Template format error: ${message.startsWith('attribute') ? 'Mappings ' : ''}${message}`,
    );
  });

  test('whose mapping is named like what every object inherits is refused', async () => {
    const body = '{"Resources": {"Q": {"Type": "T"}}, "Mappings": {"M": {"__proto__": {"toString": "x"}}}}';
    await expect(parseTemplate(body)).rejects.toThrow("attribute name '__proto__'");
  });

  test.each([
    ['aliases', 'Resources: {Q: &q {Type: T}, R: *q}'],
    ['an alias of itself', 'Resources: &r\n  Q: *r'],
    ['aliases that double', 'a: &a [x, x]\nb: &b [*a, *a]\nResources: [*b, *b]'],
  ])('with YAML %s is refused', async (_what, body) => {
    await expect(parseTemplate(body)).rejects.toThrow('YAML aliases are not allowed');
  });

  test.each([
    ['JSON lists', `{"Resources": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ['JSON objects', `{"Resources": ${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}}`],
    ['intrinsic functions', `{"Resources": {"Q": ${'{"Fn::Not":['.repeat(2400)}1${']}'.repeat(2400)}}}`],
    ['YAML lists', `Resources: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['YAML lists that do not end', `Resources: ${'['.repeat(40_000)}`],
    ['YAML block lists', `Resources:\n  ${'- '.repeat(20_000)}x`],
    ['YAML tags', `Resources: {Q: ${'!Not ['.repeat(2400)}1${']'.repeat(2400)}}`],
    ['YAML indentation', Array.from({ length: 1500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('of deeply nested %s is refused, not descended into', async (_what, body) => {
    await expect(parseTemplate(body)).rejects.toMatchObject({
      code: 'ValidationError',
      message: 'Template format error: the template is nested too deep.',
    });
  });

  test.each([
    ['Parameters', 201, { Type: 'String' }],
    ['Outputs', 201, { Value: 'x' }],
    ['Mappings', 201, {}],
  ])('holds at most 200 %s', async (section, amount, member) => {
    const many = Array.from({ length: amount }, (_, index) => [`N${index}`, member]);
    const body = JSON.stringify({ ...resources, [section]: Object.fromEntries(many) });
    await expect(parseTemplate(body)).rejects.toThrow(
      `Number of ${section.toLowerCase()}, 201, is greater than maximum allowed, 200`,
    );
  });

  test('keeps names that every object inherits apart from what it inherits', async () => {
    const { resources, mappings } = await parseTemplate(
      '{"Resources": {"constructor": {"Type": "T", "Properties": {"__proto__": {"a": 1}}}}, "Mappings": {"toString": {"valueOf": {"constructor": "x"}}}}',
    );
    expect(Object.entries(resources.get('constructor')?.Properties ?? {})).toEqual([['__proto__', { a: 1 }]]);
    expect(mappings.get('toString')?.get('valueOf')?.get('constructor')).toBe('x');
    expect(resources.get('toString')).toBeUndefined();
  });

  test('holds at most 500 resources', async () => {
    const many = Array.from({ length: 501 }, (_, index) => [`Q${index}`, { Type: 'AWS::SQS::Queue' }]);
    await expect(parseTemplate(JSON.stringify({ Resources: Object.fromEntries(many) }))).rejects.toThrow(
      'Number of resources, 501, is greater than maximum allowed, 500',
    );
  });
});
