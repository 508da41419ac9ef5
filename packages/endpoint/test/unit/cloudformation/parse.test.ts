// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are placeholders of Fn::Sub.
import { describe, expect, test } from 'vitest';
import { parseTemplate } from '../../../src/cloudformation/template/parse.ts';

const resources = { Resources: { Q: { Type: 'AWS::SQS::Queue' } } };

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
    expect(conditions['Big']).toEqual({
      'Fn::And': [{ 'Fn::Equals': [{ Ref: 'Size' }, 'big'] }, { 'Fn::Not': [{ Condition: 'Small' }] }],
    });
    expect(resources['Q']?.DependsOn).toEqual(['Dead']);
    expect(resources['Q']?.Properties).toEqual({
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
    expect(outputs['U']?.Value).toEqual({ 'Fn::Sub': ['${x}', { x: { 'Fn::Base64': 'y' } }] });
  });

  test.each([
    ['{"Resources": ', 'Template format error: JSON not well-formed.'],
    ['Resources:\n  - [a', 'Template format error: YAML not well-formed. (line 2'],
    ['{}', 'At least one Resources member must be defined.'],
    [JSON.stringify({ ...resources, Foo: 1 }), 'Invalid template property or properties [Foo]'],
    ['{"Resources": {"Q": {}}}', '[/Resources/Q] Every Resources object must contain a Type member.'],
    ['{"Resources": {"Q-1": {"Type": "T"}}}', "Resources name 'Q-1' is non alphanumeric."],
    ['{"Resources": {"Q": {"Type": "T", "Bar": 1}}}', "Invalid template resource property 'Bar'"],
    [
      JSON.stringify({ ...resources, AWSTemplateFormatVersion: '2011' }),
      'Template format version not supported',
    ],
    [JSON.stringify({ ...resources, Transform: 'AWS::Serverless-2016-10-31' }), 'transform AWS::Serverless'],
  ])('%s is refused', async (body, message) => {
    await expect(parseTemplate(body)).rejects.toThrow(message);
  });

  test('holds at most 500 resources', async () => {
    const many = Array.from({ length: 501 }, (_, index) => [`Q${index}`, { Type: 'AWS::SQS::Queue' }]);
    await expect(parseTemplate(JSON.stringify({ Resources: Object.fromEntries(many) }))).rejects.toThrow(
      'Number of resources, 501, is greater than maximum allowed, 500',
    );
  });
});
