import { expect, test } from 'vitest';
import type { Principal } from '../../../src/core/calls/principal.ts';
import { authorize } from '../../../src/core/policy/authorize.ts';
import type { PolicyStatement } from '../../../src/core/policy/evaluate.ts';

const account = '000000000000';
const ROOT: Principal = { type: 'account', arn: `arn:aws:iam::${account}:root` };
const ROLE: Principal = {
  type: 'role',
  arn: `arn:aws:sts::${account}:assumed-role/orders/s1`,
  roleArn: `arn:aws:iam::${account}:role/orders`,
  function: undefined,
};
const STRANGER: Principal = { type: 'anonymous' };

const allow: PolicyStatement[] = [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }];
const deny: PolicyStatement[] = [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }];
const none: PolicyStatement[] = [];

interface Policies {
  role?: PolicyStatement[];
  boundary?: PolicyStatement[];
  session?: PolicyStatement[];
  resource?: PolicyStatement[];
}

test.each<[string, Principal, Policies, string]>([
  ['a role that may', ROLE, { role: allow }, 'allow'],
  ['a role that may, where the resource says nothing', ROLE, { role: allow, resource: none }, 'allow'],
  ['a role that the resource lets in', ROLE, { role: none, resource: allow }, 'allow'],
  ['a role that neither lets in', ROLE, { role: none, resource: none }, 'none'],
  ['a role that does not exist', ROLE, {}, 'none'],
  ['a role that the resource keeps out', ROLE, { role: allow, resource: deny }, 'deny'],
  ['a role that its own policies keep out', ROLE, { role: deny, resource: allow }, 'deny'],
  ['a boundary that says nothing', ROLE, { role: allow, boundary: none }, 'none'],
  ['a boundary alone', ROLE, { role: none, boundary: allow }, 'none'],
  ['role and boundary', ROLE, { role: allow, boundary: allow }, 'allow'],
  ['a boundary that keeps out', ROLE, { role: allow, boundary: deny }, 'deny'],
  ['a session that was narrowed down', ROLE, { role: allow, session: none }, 'none'],
  ['a session that was widened', ROLE, { role: none, session: allow }, 'none'],
  ['role and session', ROLE, { role: allow, session: allow }, 'allow'],
  ['the account', ROOT, {}, 'allow'],
  ['the account, kept out by the resource', ROOT, { resource: deny }, 'deny'],
  ['a stranger', STRANGER, { resource: none }, 'none'],
  ['a stranger, let in by the resource', STRANGER, { resource: allow }, 'allow'],
])('%s', (_who, principal, { role, boundary, session, resource }, expected) => {
  const request = { action: 'execute-api:Invoke', resource: 'arn', principal, conditionKeys: {} };
  const identity = role && { role, boundary, session };
  expect(authorize(request, identity, resource)).toBe(expected);
});
