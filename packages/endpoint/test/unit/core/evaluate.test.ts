import { expect, test } from 'vitest';
import { evaluate } from '../../../src/core/policy/evaluate.ts';
import { policyStatements } from '../../../src/core/policy/policy-statements.ts';

const delivery = {
  queueArn: 'arn:aws:sqs:us-east-1:000000000000:orders',
  topicArn: 'arn:aws:sns:us-east-1:000000000000:events',
  accountId: '000000000000',
};

const statement = {
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: delivery.queueArn,
  Condition: { ArnEquals: { 'aws:SourceArn': delivery.topicArn } },
};

const allows = (...statements: object[]) =>
  evaluate(policyStatements(JSON.stringify({ Version: '2012-10-17', Statement: statements })), {
    action: 'sqs:SendMessage',
    resource: delivery.queueArn,
    principal: { type: 'service', service: 'sns.amazonaws.com' },
    conditionKeys: { 'aws:sourcearn': delivery.topicArn, 'aws:sourceaccount': delivery.accountId },
  }) === 'allow';

test('the statement that CDK writes allows', () => {
  expect(allows(statement)).toBe(true);
});

test.each([
  ['everybody', { Principal: '*' }],
  ['everybody in AWS', { Principal: { AWS: '*' } }],
  ['a list of services', { Principal: { Service: ['events.amazonaws.com', 'sns.amazonaws.com'] } }],
  ['all actions', { Action: ['sqs:*'] }],
  ['another case of the action', { Action: 'SQS:SendMessage' }],
  ['all queues', { Resource: '*' }],
  ['a pattern of topics', { Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:sns:*:*:ev?nts' } } }],
  ['the account', { Condition: { StringEquals: { 'aws:SourceAccount': delivery.accountId } } }],
  ['no condition', { Condition: undefined }],
])('a statement for %s allows', (_what, change) => {
  expect(allows({ ...statement, ...change })).toBe(true);
});

test.each([
  ['another topic', { Condition: { ArnEquals: { 'aws:SourceArn': `${delivery.topicArn}-other` } } }],
  ['another queue', { Resource: `${delivery.queueArn}-other` }],
  ['another action', { Action: 'sqs:ReceiveMessage' }],
  ['another service', { Principal: { Service: 'events.amazonaws.com' } }],
  ['a condition that SNS does not fulfil', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }],
  ['a condition that is not known', { Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01' } } }],
])('a statement for %s does not allow', (_what, change) => {
  expect(allows({ ...statement, ...change })).toBe(false);
});

test('a policy without statements allows nothing', () => {
  expect(allows()).toBe(false);
});

test('NotAction and NotResource match everything else', () => {
  const { Action: _action, ...anyAction } = statement;
  expect(allows({ ...anyAction, NotAction: 'sqs:ReceiveMessage' })).toBe(true);
  expect(allows({ ...anyAction, NotAction: 'sqs:SendMessage' })).toBe(false);
});

test('a session is named by its role, by itself and by its account', () => {
  const roleArn = 'arn:aws:iam::000000000000:role/reader';
  const arn = 'arn:aws:sts::000000000000:assumed-role/reader/session';
  const asRole = (AWS: string) =>
    evaluate([{ Effect: 'Allow', Principal: { AWS }, Action: 'sqs:*', Resource: '*' }], {
      action: 'sqs:SendMessage',
      resource: delivery.queueArn,
      principal: { type: 'role', arn, roleArn, function: undefined },
      conditionKeys: {},
    });
  expect([roleArn, arn, '000000000000', '*'].map(asRole)).toEqual(['allow', 'allow', 'allow', 'allow']);
  expect(asRole('arn:aws:iam::000000000000:role/other')).toBe('none');
});

test('a denial goes before what allows', () => {
  expect(allows(statement, { ...statement, Effect: 'Deny', Condition: undefined })).toBe(false);
});

test('the denial of what is not encrypted, which CDK writes too, does not concern SNS', () => {
  const insecure = {
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 'sqs:*',
    Resource: delivery.queueArn,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  expect(allows(statement, insecure)).toBe(true);
});

test('NotPrincipal is everyone else', () => {
  const { Principal: _principal, ...anyone } = statement;
  expect(allows({ ...anyone, NotPrincipal: { Service: 'events.amazonaws.com' } })).toBe(true);
  expect(allows({ ...anyone, NotPrincipal: { Service: 'sns.amazonaws.com' } })).toBe(false);
});

test('a key that is not there differs from every value', () => {
  const unless = (operator: string) => ({ Condition: { [operator]: { 'aws:SourceVpc': 'vpc-1' } } });
  for (const operator of ['StringNotEquals', 'StringNotLike', 'ArnNotEquals', 'NotIpAddress']) {
    expect(allows({ ...statement, ...unless(operator) })).toBe(true);
  }
  for (const operator of ['StringEquals', 'IpAddress', 'NotKnownHere']) {
    expect(allows({ ...statement, ...unless(operator) })).toBe(false);
  }
});

test.each([
  ['192.0.2.0/24', '192.0.2.17', true],
  ['192.0.2.0/24', '192.0.3.17', false],
  ['192.0.2.17', '192.0.2.17', true],
  ['2001:db8::/32', '2001:db8:1::1', true],
  ['2001:db8::/32', '192.0.2.17', false],
  ['192.0.2.0/240', '192.0.2.17', false],
  ['nowhere', '192.0.2.17', false],
])('of the range %s, the address %s: %s', (range, address, isWithin) => {
  const decide = (operator: string) =>
    evaluate(
      [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { [operator]: { 'aws:SourceIp': range } } }],
      {
        action: 'execute-api:Invoke',
        resource: 'any',
        principal: { type: 'anonymous' },
        conditionKeys: { 'aws:sourceip': address },
      },
    );
  expect(decide('IpAddress')).toBe(isWithin ? 'allow' : 'none');
  expect(decide('NotIpAddress')).toBe(isWithin ? 'none' : 'allow');
});
