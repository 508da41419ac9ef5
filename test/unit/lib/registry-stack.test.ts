import { Match } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { readHistories } from '../../../schemas/read-histories.ts';
import { resourcesOf, templatesOf } from './synthesized.ts';

const template = templatesOf('v1')['Dataflow-Registry'];

test('clients of any make need the key of a usage plan, and only our own look-up asks for a signature', () => {
  const methods = [...resourcesOf(template, 'AWS::ApiGateway::Method').values()];
  const signed = methods.filter(({ Properties }) => Properties['AuthorizationType'] === 'AWS_IAM');
  expect(signed).toHaveLength(1);
  for (const { Properties } of methods.filter((method) => !signed.includes(method))) {
    expect(Properties['AuthorizationType']).toBe('NONE');
    expect(Properties['ApiKeyRequired']).toBe(true);
  }
  template.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
    ApiStages: [Match.objectLike({ Stage: Match.anyValue() })],
    Throttle: { RateLimit: 100, BurstLimit: 200 },
  });
  template.resourceCountIs('AWS::ApiGateway::UsagePlanKey', 1);
});

test('the value of the key is nowhere in the template', () => {
  template.hasResourceProperties('AWS::ApiGateway::ApiKey', { Enabled: true, Value: Match.absent() });
});

test('the function may read and write its table, and delete nothing from it', () => {
  const statements = [...resourcesOf(template, 'AWS::IAM::Policy').values()].flatMap(
    ({ Properties }) =>
      (Properties['PolicyDocument'] as { Statement: { Action: string[]; Resource: unknown }[] }).Statement,
  );
  expect(statements.flatMap(({ Action }) => Action).sort()).toEqual([
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ]);
  expect(JSON.stringify(statements)).not.toContain('*');
});

test('its function has instances of its own, and takes no others', () => {
  template.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 20 });
});

test('every subject of the repository is published by the deployment, by way of the alias', () => {
  const published = [...resourcesOf(template, 'Custom::SubjectHistory').values()].map(({ Properties }) => {
    expect(Properties['ServiceToken']).toEqual({ Ref: expect.stringMatching(/^RegistryLive/) });
    return JSON.parse(String(Properties['History']));
  });
  expect(published).toEqual(readHistories());
});

test('its outputs name what clients and tools look for', () => {
  expect(
    Object.keys(template.findOutputs('*'))
      .filter((name) => !name.startsWith('ExportsOutput'))
      .sort(),
  ).toEqual(['RegistryApiId', 'RegistryApiKeyId', 'RegistryFunctionName', 'RegistryTableName']);
});
