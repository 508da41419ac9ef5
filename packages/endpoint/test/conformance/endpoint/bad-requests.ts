import { routes as apiGatewayRoutes } from '../../../src/api-gateway/routes.ts';
import { routes as lambdaRoutes } from '../../../src/lambda/routes.ts';
import type { Seeded } from '../../support/seeded.ts';
import { membersByOperation } from './operation-members.ts';

/** A request as a careless or hostile client writes it. */
export interface BadRequest {
  service: string;
  operation: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
}

const TARGETS = {
  dynamodb: 'DynamoDB_20120810',
  ecr: 'AmazonEC2ContainerRegistry_V20150921',
  kms: 'TrentService',
  logs: 'Logs_20140328',
  sqs: 'AmazonSQS',
  ssm: 'AmazonSSM',
} as const;
const QUERY_SERVICES = ['cloudformation', 'iam', 'sns', 'sts'] as const;
const REST_ROUTES = { apigateway: apiGatewayRoutes, lambda: lambdaRoutes } as const;
const S3_QUERIES = ['', '?tagging', '?versioning', '?policy', '?uploads', '?acl', '?delete', '?notification'];

const NAMES = ['__proto__', 'constructor', 'toString', 'a', 'Name', ''];
const TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '👩‍👩‍👧',
  '../../etc/passwd',
  '%00%ff',
  '{{x}}',
  '1e400',
  'arn:aws:sqs:::',
  'true',
  '__proto__',
];

/** One bad request of any wire protocol. Equal seeds give equal requests. */
export async function badRequest(random: Seeded): Promise<BadRequest> {
  const kind = random.pick(['json', 'query', 'rest', 's3', 'invocation'] as const);
  if (kind === 'json') return jsonRequest(random);
  if (kind === 'query') return queryRequest(random);
  if (kind === 'rest') return restRequest(random);
  if (kind === 's3') return s3Request(random);
  const path = `/_aws/execute-api/${random.pick(NAMES)}/${random.pick(TEXTS.slice(5, 8))}/${'x/'.repeat(random.below(200))}`;
  return request('execute-api', 'Invoke', random.pick(['GET', 'POST', 'BREW']), path, {}, bytes(random));
}

async function jsonRequest(random: Seeded): Promise<BadRequest> {
  const service = random.pick(Object.keys(TARGETS) as (keyof typeof TARGETS)[]);
  const [operation, members] = await anOperation(random, service);
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `${TARGETS[service]}.${operation}`,
  };
  return request(service, operation, 'POST', '/', headers, jsonBody(random, members));
}

async function queryRequest(random: Seeded): Promise<BadRequest> {
  const service = random.pick(QUERY_SERVICES);
  const [operation, members] = await anOperation(random, service);
  const form = new URLSearchParams({ Action: operation, Version: '2010-03-31' });
  for (const member of members) {
    if (random.next() < 0.5) continue;
    const depth = random.below(random.next() < 0.02 ? 1_500 : 4);
    form.append(`${member}${'.member.1'.repeat(depth)}`, text(random));
  }
  if (random.next() < 0.1) form.append(random.pick(NAMES), text(random));
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return request(service, operation, 'POST', '/', headers, Buffer.from(form.toString()));
}

async function restRequest(random: Seeded): Promise<BadRequest> {
  const service = random.pick(Object.keys(REST_ROUTES) as (keyof typeof REST_ROUTES)[]);
  const { operation, method, path } = random.pick(REST_ROUTES[service]);
  const members = (await membersByOperation(service)).get(operation) ?? NAMES;
  const filled = path.replaceAll(/\{\w+\+?\}/g, () => encodeURIComponent(wellFormed(text(random))) || 'x');
  const headers = { 'content-type': 'application/json' };
  const body = method === 'GET' || method === 'DELETE' ? undefined : jsonBody(random, members);
  return request(service, operation, method, filled, headers, body);
}

function s3Request(random: Seeded): BadRequest {
  const bucket = random.pick(['fuzz', 'UPPER', '..', encodeURIComponent(wellFormed(text(random)))]);
  const key = random.next() < 0.5 ? '' : `/${encodeURIComponent(wellFormed(text(random)))}`;
  const method = random.pick(['GET', 'PUT', 'POST', 'DELETE', 'HEAD']);
  const headers: Record<string, string> =
    random.next() < 0.3
      ? { range: random.pick(['bytes=-1', 'bytes=9-1', 'lines=1', 'bytes=0-999999999999999999']) }
      : { 'content-type': 'application/xml' };
  const body = method === 'PUT' || method === 'POST' ? xmlBody(random) : undefined;
  return request('s3', method, method, `/${bucket}${key}${random.pick(S3_QUERIES)}`, headers, body);
}

async function anOperation(random: Seeded, service: string): Promise<[string, readonly string[]]> {
  const members = await membersByOperation(service);
  const operation = random.pick([...members.keys()]);
  return [operation, members.get(operation) ?? []];
}

function request(
  service: string,
  operation: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: Buffer | undefined,
): BadRequest {
  return { service, operation, method, path, headers, body };
}

function jsonBody(random: Seeded, members: readonly string[]): Buffer {
  if (random.next() < 0.1) return bytes(random) ?? Buffer.from('{');
  if (random.next() < 0.03) return Buffer.from(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
  const entries = members.filter(() => random.next() < 0.7).map((member) => [member, value(random, 3)]);
  if (random.next() < 0.1) entries.push([random.pick(NAMES), value(random, 2)]);
  // Built as text: an object literal could not have the member __proto__.
  return Buffer.from(
    `{${entries.map(([name, content]) => `${JSON.stringify(name)}:${JSON.stringify(content)}`).join(',')}}`,
  );
}

function xmlBody(random: Seeded): Buffer | undefined {
  const depth = random.below(random.next() < 0.05 ? 3_000 : 5);
  const name = random.pick(['Tagging', 'Delete', 'VersioningConfiguration', 'a', '__proto__']);
  return random.pick([
    Buffer.from(`<${name}>`.repeat(depth) + `</${name}>`.repeat(depth)),
    Buffer.from(`<!DOCTYPE x [<!ENTITY a "aaaa">]><${name}>&a;</${name}>`),
    bytes(random),
  ]);
}

function bytes(random: Seeded): Buffer | undefined {
  return random.pick([undefined, Buffer.from([0xff, 0xfe, 0x00]), Buffer.from('{"a":'), Buffer.from('null')]);
}

function value(random: Seeded, depth: number): unknown {
  const kind = random.below(depth > 0 ? 8 : 5);
  if (kind === 0) return null;
  if (kind === 1) return random.pick([-1, 0, 1.5, 1e308, 2 ** 53, true, false]);
  if (kind < 5) return text(random);
  if (kind < 7) return Array.from({ length: random.below(4) }, () => value(random, depth - 1));
  return { [random.pick(NAMES) || 'x']: value(random, depth - 1), a: value(random, depth - 1) };
}

function text(random: Seeded): string {
  const chosen = random.pick(TEXTS);
  return random.next() < 0.02 ? chosen.repeat(20_000) : chosen;
}

/** What a URL can carry. */
function wellFormed(given: string): string {
  return given.slice(0, 500).toWellFormed();
}
