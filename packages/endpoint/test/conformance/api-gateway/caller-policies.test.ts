import { UpdateRestApiCommand } from '@aws-sdk/client-api-gateway';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeleteRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordedCall } from '../../../src/core/calls/call-journal.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { ACCOUNT_ID, assume, callPolicy, createRole, grant } from '../../support/assumed-role.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction, invokeFunction } from '../../support/lambda-function.ts';
import { allowApiGateway, createRestApi, type TestRestApi } from '../../support/rest-api.ts';
import { type Credentials, signedFetch } from '../../support/sign-request.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
let api: TestRestApi;
let roles = 0;

const ROUTES = [
  { route: 'POST /payments', function: 'ok', authorizationType: 'AWS_IAM' },
  { route: 'GET /payments/{paymentId}', function: 'ok', authorizationType: 'AWS_IAM' },
];

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
  await createFunction(aws, {
    name: 'ok',
    source: `export const handler = async () => ({ statusCode: 200, body: '{}' });`,
  });
  await allowApiGateway(aws, 'ok');
  api = await createRestApi(endpoint, aws, ROUTES);
});
afterAll(() => endpoint.close());

function arn(place: string, id = api.id): string {
  return `arn:aws:execute-api:us-east-1:${ACCOUNT_ID}:${id}/live/${place}`;
}

async function pay(credentials: Credentials, url = api.url): Promise<number> {
  return (await signedFetch(`${url}/payments`, { method: 'POST', body: '{}', credentials })).status;
}

async function role(...statements: Parameters<typeof createRole>[2][]): Promise<string> {
  roles += 1;
  const name = `caller-${roles}`;
  await createRole(aws, name, ...statements);
  return name;
}

test('a role without the permission is refused, in AWS’s words', async () => {
  const name = await role({ Resource: arn('GET/payments/*') });
  const credentials = await assume(aws, name);
  const response = await signedFetch(`${api.url}/payments`, { method: 'POST', body: '{}', credentials });
  expect(response.status).toBe(403);
  expect(response.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
  expect(await response.json()).toEqual({
    Message: `User: arn:aws:sts::${ACCOUNT_ID}:assumed-role/${name}/s1 is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:${api.id}/live/POST/payments`,
  });
});

test.each([
  ['the route itself', 'POST/payments', 200],
  ['all of the API', '*', 200],
  ['all routes of one method', 'POST/*', 200],
  ['another route', 'GET/payments/*', 403],
  ['another method', 'GET/payments', 403],
  ['a longer path', 'POST/payments/*', 403],
])('a permission for %s, %s: %i', async (_what, place, status) => {
  const credentials = await assume(aws, await role({ Resource: arn(place) }));
  expect(await pay(credentials)).toBe(status);
});

test('a permission for another API, another stage or another action is none', async () => {
  const others = [
    { Resource: arn('POST/payments', 'abcdefghij') },
    { Resource: arn('POST/payments').replace('/live/', '/test/') },
    { Resource: arn('POST/payments'), Action: 'execute-api:ManageConnections' },
  ];
  expect(await pay(await assume(aws, await role(...others)))).toBe(403);
});

test('a denial wins, also when the path is written with escapes that it does not need', async () => {
  const name = await role({ Resource: arn('*') }, { Effect: 'Deny', Resource: arn('GET/payments/secret') });
  const credentials = await assume(aws, name);
  const get = (id: string) => signedFetch(`${api.url}/payments/${id}`, { credentials });
  expect((await get('p1')).status).toBe(200);
  const refused = await get('secret');
  expect(refused.status).toBe(403);
  expect(await refused.json()).toEqual({ Message: expect.stringMatching(/ with an explicit deny$/) });
  expect((await get('s%65cret')).status).toBe(403);
  expect((await get('secret/')).status).toBe(403);
});

test('a permission counts as soon as it is given, and no longer than until it is taken back', async () => {
  const name = await role();
  const credentials = await assume(aws, name);
  expect(await pay(credentials)).toBe(403);
  await grant(aws, name, { Resource: arn('POST/payments') });
  expect(await pay(credentials)).toBe(200);
  await aws.iam().send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: 'calls' }));
  expect(await pay(credentials)).toBe(403);
});

test('managed policies count, in the version that is the default one', async () => {
  const RoleName = await role();
  const credentials = await assume(aws, RoleName);
  const { Policy } = await aws.iam().send(
    new CreatePolicyCommand({
      PolicyName: 'pay',
      PolicyDocument: callPolicy({ Resource: arn('POST/payments') }),
    }),
  );
  const PolicyArn = Policy?.Arn;
  await aws.iam().send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  expect(await pay(credentials)).toBe(200);
  const PolicyDocument = callPolicy({ Resource: arn('GET/*') });
  await aws.iam().send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
  expect(await pay(credentials)).toBe(403);
});

test.each([
  ['AmazonAPIGatewayInvokeFullAccess', 200],
  ['AdministratorAccess', 200],
  ['service-role/AWSLambdaBasicExecutionRole', 403],
])('AWS’s own policy %s: %i', async (name, status) => {
  const RoleName = await role();
  const PolicyArn = `arn:aws:iam::aws:policy/${name}`;
  await aws.iam().send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  expect(await pay(await assume(aws, RoleName))).toBe(status);
});

test('a session can be narrowed down further than its role', async () => {
  const name = await role({ Resource: arn('*') });
  const Policy = callPolicy({ Resource: arn('GET/*') });
  const credentials = await assume(aws, name, { Policy });
  expect(await pay(credentials)).toBe(403);
  expect((await signedFetch(`${api.url}/payments/p1`, { credentials })).status).toBe(200);
});

test('a boundary limits what the role’s policies allow', async () => {
  const RoleName = await role({ Resource: arn('*') });
  const { Policy } = await aws.iam().send(
    new CreatePolicyCommand({
      PolicyName: 'boundary',
      PolicyDocument: callPolicy({ Resource: arn('GET/*') }),
    }),
  );
  await aws
    .iam()
    .send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: Policy?.Arn ?? '' }));
  const credentials = await assume(aws, RoleName);
  expect(await pay(credentials)).toBe(403);
  expect((await signedFetch(`${api.url}/payments/p1`, { credentials })).status).toBe(200);
});

test('a function calls as its role', async () => {
  const Role = await createRole(aws, 'orders-function', { Resource: arn('POST/payments') });
  await createFunction(aws, {
    name: 'orders',
    source: `
      const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
      export const handler = async () => ({
        accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, sessionToken: AWS_SESSION_TOKEN,
      });`,
    Role,
  });
  const { answer: credentials } = await invokeFunction(aws, 'orders');
  expect(await pay(credentials)).toBe(200);
  const other = await signedFetch(`${api.url}/payments/p1`, { credentials });
  expect(other.status).toBe(403);
  expect(await other.json()).toEqual({
    Message: expect.stringContaining(
      `User: arn:aws:sts::${ACCOUNT_ID}:assumed-role/orders-function/orders is not`,
    ),
  });
});

describe('the policy of the API itself', () => {
  const withPolicy = (policy: string, authorizationType: string) =>
    createRestApi(
      endpoint,
      aws,
      ROUTES.map((route) => ({ ...route, authorizationType })),
      { policy },
    );
  const statement = (more: object) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...more }],
    });

  test('allows a role of the account what its own policies do not mention', async () => {
    const name = await role();
    const credentials = await assume(aws, name);
    const { url } = await withPolicy(
      statement({
        Principal: { AWS: `arn:aws:iam::${ACCOUNT_ID}:role/${name}` },
        Resource: 'execute-api:/live/POST/*',
      }),
      'AWS_IAM',
    );
    expect(await pay(credentials, url)).toBe(200);
    expect((await signedFetch(`${url}/payments/p1`, { credentials })).status).toBe(403);
    expect(await pay(await assume(aws, await role()), url)).toBe(403);
  });

  test('denies what the role’s policies allow, and the account’s root too', async () => {
    const { id, url } = await withPolicy(statement({ Effect: 'Deny', Principal: '*' }), 'AWS_IAM');
    expect(await pay(await assume(aws, await role({ Resource: arn('*', id) })), url)).toBe(403);
    expect((await signedFetch(`${url}/payments`, { method: 'POST', body: '{}' })).status).toBe(403);
  });

  test('decides on anonymous callers of methods without authorization', async () => {
    const post = (url: string) => fetch(`${url}/payments`, { method: 'POST', body: '{}' });
    const open = await withPolicy(statement({ Principal: '*' }), 'NONE');
    expect((await post(open.url)).status).toBe(200);
    const closed = await withPolicy(
      statement({ Principal: '*', Resource: 'execute-api:/live/GET/*' }),
      'NONE',
    );
    const refused = await post(closed.url);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual({
      Message: `User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:${closed.id}/live/POST/payments`,
    });
  });

  test.each([
    ['127.0.0.0/8', 200],
    ['192.0.2.0/24', 403],
  ])('can ask for an address in %s: %i', async (range, status) => {
    const Condition = { IpAddress: { 'aws:SourceIp': range } };
    const { url } = await withPolicy(statement({ Principal: '*', Condition }), 'NONE');
    expect((await fetch(`${url}/payments`, { method: 'POST', body: '{}' })).status).toBe(status);
  });

  test('counts as it was deployed', async () => {
    const { id, url, deploy } = await withPolicy(statement({ Principal: '*' }), 'NONE');
    const value = statement({ Principal: '*', Effect: 'Deny' });
    await aws.apigateway().send(
      new UpdateRestApiCommand({
        restApiId: id,
        patchOperations: [{ op: 'replace', path: '/policy', value }],
      }),
    );
    const post = async () => (await fetch(`${url}/payments`, { method: 'POST', body: '{}' })).status;
    expect(await post()).toBe(200);
    await deploy();
    expect(await post()).toBe(403);
  });

  test.each(['not json', '{}', statement({}), statement({ Principal: '*', Effect: 'Maybe' })])(
    'is refused as %s',
    async (policy) => {
      await expect(withPolicy(policy, 'NONE')).rejects.toMatchObject({ name: 'BadRequestException' });
    },
  );

  test('is refused with a condition that is not evaluated here', async () => {
    const Condition = { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } };
    await expect(withPolicy(statement({ Principal: '*', Condition }), 'NONE')).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('DateGreaterThan'),
    });
  });
});

test('a refused call is recorded as such, like a call of any service', async () => {
  const recorded = async (): Promise<RecordedCall[]> => {
    const answer = await fetch(`${endpoint.url}/_endpoint/calls`);
    return ((await answer.json()) as { calls: RecordedCall[] }).calls;
  };
  await recorded();
  const name = await role();
  await pay(await assume(aws, name));
  await fetch(`${api.url}/payments`, { method: 'POST' });
  const calls = (await recorded()).filter(({ service }) => service === 'execute-api');
  expect(calls.slice(-2)).toMatchObject([
    {
      operation: 'Invoke',
      outcome: 'AccessDeniedException',
      principal: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${name}/s1`,
      resource: arn('POST/payments'),
    },
    { operation: 'Invoke', outcome: 'MissingAuthenticationTokenException', principal: 'anonymous' },
  ]);
});
