import { expect, test } from 'vitest';
import { parseIdentityPolicy, parseTrustPolicy } from '../../../src/iam/policy-document.ts';

test('statements have one form, however the policy was written', () => {
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Sid: 'Read',
      Effect: 'Allow',
      Action: 's3:GetObject',
      NotResource: ['arn:aws:s3:::secret/*'],
      Condition: { Bool: { 'aws:SecureTransport': true }, NumericLessThan: { 's3:max-keys': [10] } },
    },
  });
  expect(parseIdentityPolicy(text)).toEqual({
    text,
    statements: [
      {
        sid: 'Read',
        effect: 'Allow',
        actions: ['s3:GetObject'],
        notActions: undefined,
        resources: undefined,
        notResources: ['arn:aws:s3:::secret/*'],
        principals: undefined,
        notPrincipals: undefined,
        conditions: { Bool: { 'aws:SecureTransport': ['true'] }, NumericLessThan: { 's3:max-keys': ['10'] } },
      },
    ],
  });
});

test('principals are listed by kind, and everybody is an AWS principal', () => {
  const principals = (Principal: unknown) =>
    parseTrustPolicy(
      JSON.stringify({ Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] }),
    ).statements[0]?.principals;
  expect(principals('*')).toEqual({ AWS: ['*'] });
  expect(principals({ Service: 'lambda.amazonaws.com', AWS: ['000000000000'] })).toEqual({
    Service: ['lambda.amazonaws.com'],
    AWS: ['000000000000'],
  });
});
