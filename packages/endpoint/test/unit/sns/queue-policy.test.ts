import { expect, test } from 'vitest';
import { allowsDelivery } from '../../../src/sns/delivery/queue-policy.ts';

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
  allowsDelivery(JSON.stringify({ Version: '2012-10-17', Statement: statements }), delivery);

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

test('no policy allows nothing', () => {
  expect(allowsDelivery(undefined, delivery)).toBe(false);
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
