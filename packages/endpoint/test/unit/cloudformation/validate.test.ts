// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are placeholders of Fn::Sub.
import { describe, expect, test } from 'vitest';
import { parseTemplate } from '../../../src/cloudformation/template/parse.ts';
import {
  dependencyGraph,
  unknownTypes,
  validateTemplate,
} from '../../../src/cloudformation/template/validate.ts';

const types = {
  has: (type: string) => type === 'AWS::SQS::Queue',
  hasAttribute: (_type: string, attribute: string) => attribute === 'Arn',
};

const queue = (properties: object = {}, more: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties,
  ...more,
});

async function check(template: object, conditions: Record<string, boolean> = {}) {
  const parsed = await parseTemplate(JSON.stringify(template));
  validateTemplate(parsed, types);
  return dependencyGraph(parsed, new Map(Object.entries(conditions)));
}

describe('a template is refused before anything is touched when', () => {
  test('a resource refers to nothing', async () => {
    await expect(check({ Resources: { Q: queue({ A: { Ref: 'X' } }) } })).rejects.toThrow(
      'Template format error: Unresolved resource dependencies [X] in the Resources block of the template',
    );
    await expect(check({ Resources: { Q: queue({ A: { 'Fn::Sub': '${X.Arn}' } }) } })).rejects.toThrow('[X]');
    await expect(check({ Resources: { Q: queue({}, { DependsOn: 'X' }) } })).rejects.toThrow('[X]');
  });

  test('an output refers to nothing', async () => {
    const template = { Resources: { Q: queue() }, Outputs: { O: { Value: { Ref: 'X' } } } };
    await expect(check(template)).rejects.toThrow('[X] in the Outputs block');
  });

  test('a type is unknown, by name', async () => {
    const parsed = await parseTemplate(
      JSON.stringify({ Resources: { Q: queue(), R: { Type: 'AWS::No::Thing' }, S: { Type: 'Nonsense' } } }),
    );
    expect(unknownTypes(parsed, types)).toEqual(['AWS::No::Thing', 'Nonsense']);
    expect(unknownTypes(parsed, types, () => false)).toEqual(['Nonsense']);
  });

  test('an attribute does not exist', async () => {
    const Properties = { A: { 'Fn::GetAtt': ['P', 'Name'] } };
    await expect(check({ Resources: { P: queue(), Q: queue(Properties) } })).rejects.toThrow(
      'resource P does not support attribute type Name in Fn::GetAtt',
    );
  });

  test('resources depend on each other in a circle', async () => {
    const Resources = { A: queue({ x: { Ref: 'B' } }), B: queue({}, { DependsOn: ['A'] }) };
    await expect(check({ Resources })).rejects.toThrow('Circular dependency between resources: [A, B]');
  });

  test('a condition or a mapping is not there', async () => {
    await expect(check({ Resources: { Q: queue({}, { Condition: 'C' }) } })).rejects.toThrow(
      'Unresolved condition dependency C',
    );
    const Properties = { A: { 'Fn::FindInMap': ['M', 'a', 'b'] } };
    await expect(check({ Resources: { Q: queue(Properties) } })).rejects.toThrow(
      "Mapping named 'M' is not present",
    );
  });

  test('a condition refers to a resource', async () => {
    const Conditions = { C: { 'Fn::Equals': [{ Ref: 'Q' }, ''] } };
    await expect(check({ Conditions, Resources: { Q: queue() } })).rejects.toThrow(
      'Cannot reference resources in the Conditions block',
    );
  });
});

describe('conditions', () => {
  const template = {
    Conditions: { C: { 'Fn::Equals': ['a', 'b'] } },
    Resources: {
      Dead: queue({}, { Condition: 'C' }),
      Q: queue({ A: { 'Fn::If': ['C', { Ref: 'Dead' }, 'none'] } }, { DependsOn: ['Dead'] }),
    },
  };

  test('decide which resources there are and which branch makes a dependency', async () => {
    expect(await check(template, { C: false })).toEqual(new Map([['Q', new Set()]]));
    expect((await check(template, { C: true })).get('Q')).toEqual(new Set(['Dead']));
  });

  test('leave no reference to what they leave out', async () => {
    const Resources = { ...template.Resources, R: queue({ A: { Ref: 'Dead' } }) };
    await expect(check({ ...template, Resources }, { C: false })).rejects.toThrow(
      'Unresolved resource dependencies [Dead]',
    );
  });
});
