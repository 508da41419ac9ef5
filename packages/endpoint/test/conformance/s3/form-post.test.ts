import { request } from 'node:http';
import {
  CreateBucketCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutBucketNotificationConfigurationCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { allowBuckets, createQueue, receive } from '../../support/messaging.ts';

const Bucket = 'form-post';
const clock = manualClock();
let endpoint: Endpoint;
let s3: S3Client;
beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
  s3 = clients(endpoint).s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => endpoint.close());

type Fields = Record<string, string>;
type File = string | { name: string; content: string };

const SIGNATURE: Fields = {
  'x-amz-algorithm': 'AWS4-HMAC-SHA256',
  'x-amz-credential': 'test/20260101/us-east-1/s3/aws4_request',
  'x-amz-date': '20260101T000000Z',
  'x-amz-signature': '0',
};

const encode = (policy: object) => Buffer.from(JSON.stringify(policy)).toString('base64');

/** A policy that allows exactly these fields, as the SDKs make it, and what else it says. */
function policyFor(fields: Fields, conditions: unknown[] = [], seconds = 60): string {
  const { 'x-amz-signature': _, ...signed } = SIGNATURE;
  const exact = Object.entries({ bucket: Bucket, ...fields, ...signed }).map(([name, value]) => ({
    [name]: value,
  }));
  const expiration = new Date(clock.now() + seconds * 1000).toISOString();
  return encode({ expiration, conditions: [...exact, ...conditions] });
}

async function post(fields: Fields, file: File | undefined = 'content', headers: Fields = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  if (typeof file === 'string') form.set('file', file);
  else if (file !== undefined) form.set('file', new Blob([file.content]), file.name);
  form.set('submit', 'what comes after the file means nothing');
  const answer = await fetch(`${endpoint.url}/${Bucket}`, {
    method: 'POST',
    body: form,
    headers,
    redirect: 'manual',
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** Posts what its policy allows. */
const postSigned = (fields: Fields, conditions: unknown[] = [], file: File | undefined = 'content') =>
  post({ ...fields, ...SIGNATURE, policy: policyFor(fields, conditions) }, file);

const read = async (Key: string) => {
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return { ...got, text: await got.Body?.transformToString() };
};

const message = (text: string) =>
  /<Message>(.*)<\/Message>/.exec(text)?.[1]?.replaceAll('&quot;', '"').replaceAll('&apos;', "'");
const code = (text: string) => /<Code>(.*)<\/Code>/.exec(text)?.[1];

test('a form puts its file, with what its fields say of it', async () => {
  const answer = await postSigned({
    key: 'settings',
    'Content-Type': 'text/plain',
    'Cache-Control': 'no-store',
    'x-amz-meta-from': 'a form',
    'x-amz-storage-class': 'STANDARD_IA',
    acl: 'private',
    tagging: '<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>',
  });
  expect([answer.status, answer.text]).toEqual([204, '']);
  expect(answer.headers.get('location')).toBe(`${endpoint.url}/${Bucket}/settings`);
  expect(answer.headers.get('etag')).toBe('"9a0364b9e99bb480dd25e1f0284c8555"');
  expect(answer.headers.get('x-amz-checksum-type')).toBe('FULL_OBJECT');
  expect(await read('settings')).toMatchObject({
    text: 'content',
    ContentType: 'text/plain',
    CacheControl: 'no-store',
    Metadata: { from: 'a form' },
    StorageClass: 'STANDARD_IA',
    TagCount: 1,
  });
  const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'settings' }));
  expect(TagSet).toEqual([{ Key: 'a', Value: '1' }]);
});

test('a form signed in the old way is taken too, and its field names in any case', async () => {
  const fields = { Key: 'old-way' };
  const expiration = new Date(clock.now() + 60_000).toISOString();
  const Policy = encode({ expiration, conditions: [{ bucket: Bucket }, ['eq', '$KEY', 'old-way']] });
  const answer = await post({ ...fields, AWSAccessKeyId: 'test', Policy, Signature: '0' });
  expect(answer.status).toBe(204);
  expect((await read('old-way')).text).toBe('content');
});

// biome-ignore lint/suspicious/noTemplateCurlyInString: this is how forms write it.
const FILENAME = '${filename}';

test('the key may take the name of the file, where it has one', async () => {
  const condition = ['starts-with', '$key', 'named/'];
  const policy = encode({
    expiration: new Date(clock.now() + 60_000).toISOString(),
    conditions: [
      { bucket: Bucket },
      condition,
      ['starts-with', '$x-amz-', ''],
      ...Object.keys(SIGNATURE).map((name) => ['starts-with', `$${name}`, '']),
    ],
  });
  const fields = { key: `named/${FILENAME}`, ...SIGNATURE, policy };
  expect((await post(fields, { name: 'C:\\Users\\me\\ä "b".txt', content: 'x' })).status).toBe(204);
  expect((await post(fields, 'plain text')).status).toBe(204);
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'named/' }));
  expect(Contents?.map(({ Key }) => Key)).toEqual([`named/${FILENAME}`, 'named/ä %22b%22.txt']);
});

test.each([
  ['200', 200, ''],
  ['204', 204, ''],
  ['299', 204, ''],
])('success_action_status %s is answered with %i', async (wanted, status, text) => {
  const answer = await postSigned({ key: 'status', success_action_status: wanted });
  expect([answer.status, answer.text]).toEqual([status, text]);
});

test('success_action_status 201 is answered with a document', async () => {
  const { status, text } = await postSigned({ key: 'a/b & c', success_action_status: '201' });
  expect(status).toBe(201);
  const location = `${endpoint.url}/${Bucket}/a/b%20%26%20c`;
  expect(text).toContain(`<Location>${location}</Location><Bucket>${Bucket}</Bucket><Key>a/b &amp; c</Key>`);
  expect(text).toContain('<ETag>&quot;9a0364b9e99bb480dd25e1f0284c8555&quot;</ETag></PostResponse>');
});

test('success_action_redirect sends the browser on with what was put', async () => {
  const success_action_redirect = 'http://shop.example/done?step=2';
  const { status, headers } = await postSigned({ key: 'a/b', success_action_redirect });
  expect(status).toBe(303);
  const target = new URL(headers.get('location') ?? '');
  expect(target.href).toMatch(/^http:\/\/shop\.example\/done\?step=2&/);
  expect(Object.fromEntries(target.searchParams)).toMatchObject({
    bucket: Bucket,
    key: 'a/b',
    etag: '"9a0364b9e99bb480dd25e1f0284c8555"',
  });
  const relative = await postSigned({ key: 'a/b', success_action_redirect: '/done' });
  expect(relative.status).toBe(204);
});

test('a bucket tells of files that forms put', async () => {
  const queue = await createQueue(endpoint);
  await allowBuckets(endpoint, queue);
  const put = (QueueConfigurations: { QueueArn: string; Events: 's3:ObjectCreated:Post'[] }[]) =>
    s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: { QueueConfigurations },
      }),
    );
  await put([{ QueueArn: queue.arn, Events: ['s3:ObjectCreated:Post'] }]);
  await postSigned({ key: 'told' });
  await put([]);
  const bodies = (await receive(endpoint, queue.url)).map(({ Body = '' }) => JSON.parse(Body));
  const names = bodies.flatMap(({ Records = [] }) =>
    Records.map((record: { eventName: string }) => record.eventName),
  );
  expect(names).toEqual(['ObjectCreated:Post']);
});

test.each<[string, unknown[], string]>([
  ['another value', [['eq', '$key', 'other']], 'Policy Condition failed: ["eq", "$key", "other"]'],
  [
    'another beginning',
    [['starts-with', '$key', 'Refused']],
    'Policy Condition failed: ["starts-with", "$key", "Refused"]',
  ],
  ['a field that is not sent', [{ acl: 'private' }], 'Policy Condition failed: ["eq", "$acl", "private"]'],
  ['a name without $', [['eq', 'key', 'refused']], 'Policy Condition failed: ["eq", "key", "refused"]'],
  [
    'a size that is no number',
    [['content-length-range', 'test', 10]],
    'Policy Condition failed: ["content-length-range", "test", "10"]',
  ],
])('a policy that asks for %s refuses the form', async (_what, conditions, why) => {
  const { status, text } = await postSigned({ key: 'refused' }, conditions);
  expect([status, code(text), message(text)]).toEqual([
    403,
    'AccessDenied',
    `Invalid according to Policy: ${why}`,
  ]);
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'refused' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});

test('of several content types each has to begin as the policy wants it', async () => {
  const conditions = [['starts-with', '$Content-Type', 'image/']];
  const send = (type: string) => {
    const fields = { key: 'typed' };
    return post({ ...fields, 'Content-Type': type, ...SIGNATURE, policy: policyFor(fields, conditions) });
  };
  expect((await send('image/png, image/jpeg')).status).toBe(204);
  expect((await send('image/png, text/html')).status).toBe(403);
});

test('a field that the policy does not mention is refused, unless it is to be ignored', async () => {
  const policy = policyFor({ key: 'extra' });
  const fields = { key: 'extra', ...SIGNATURE, policy };
  const refused = await post({ ...fields, 'x-amz-meta-more': '1' });
  expect([refused.status, message(refused.text)]).toEqual([
    403,
    'Invalid according to Policy: Extra input fields: x-amz-meta-more',
  ]);
  expect((await post({ ...fields, 'x-ignore-more': '1' })).status).toBe(204);
});

test('a policy that has run out refuses the form', async () => {
  const fields = { key: 'late', ...SIGNATURE, policy: policyFor({ key: 'late' }, [], 0) };
  const { status, text } = await post(fields);
  expect([status, message(text)]).toEqual([403, 'Invalid according to Policy: Policy expired.']);
});

test('a policy that bounds the size refuses other files', async () => {
  const range = [['content-length-range', 5, 10]];
  const large = await postSigned({ key: 'sized' }, range, 'x'.repeat(200_000));
  expect([large.status, code(large.text)]).toEqual([400, 'EntityTooLarge']);
  expect(large.text).toContain('<ProposedSize>200000</ProposedSize><MaxSizeAllowed>10</MaxSizeAllowed>');
  const small = await postSigned({ key: 'sized' }, range, 'x');
  expect([small.status, code(small.text)]).toEqual([400, 'EntityTooSmall']);
  expect(small.text).toContain('<ProposedSize>1</ProposedSize><MinSizeAllowed>5</MinSizeAllowed>');
  for (const content of ['12345', '1234567890']) {
    expect((await postSigned({ key: 'sized' }, range, content)).status).toBe(204);
  }
});

test.each([
  ['no JSON', Buffer.from('{').toString('base64'), 'Invalid Policy: Invalid JSON.'],
  ['no end', encode(JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`)), 'Invalid Policy: Invalid JSON.'],
  ['no expiration', encode({ conditions: [] }), "Invalid Policy: Invalid 'expiration' value."],
  [
    'two properties in one condition',
    encode({ expiration: '2999-01-01T00:00:00Z', conditions: [{ key: 'x', acl: 'private' }] }),
    'Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.',
  ],
])('a policy with %s is none', async (_what, policy, why) => {
  const { status, text } = await post({ key: 'x', ...SIGNATURE, policy });
  expect([status, code(text), message(text)]).toEqual([400, 'InvalidPolicyDocument', why]);
});

test.each([
  ['X-Amz-Signature', 'x-amz-signature'],
  ['X-Amz-Algorithm', 'x-amz-algorithm'],
  ['policy', 'policy'],
  ['key', 'key'],
])('a form must have the field %s', async (name, left) => {
  const fields: Fields = { key: 'x', ...SIGNATURE, policy: policyFor({}, [['starts-with', '$key', '']]) };
  if (left === 'x-amz-algorithm') fields['policy'] = encode({});
  delete fields[left];
  const { status, text } = await post(fields);
  expect([status, code(text)]).toEqual([400, 'InvalidArgument']);
  expect(message(text)).toBe(
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
  );
});

test('a form that nobody signed is refused', async () => {
  const { status, text } = await post({ key: 'x', policy: policyFor({ key: 'x' }) });
  expect([status, code(text)]).toEqual([403, 'AccessDenied']);
});

test.each([
  [{ 'x-amz-storage-class': 'FAKE' }, 400, 'InvalidStorageClass'],
  [{ 'x-amz-server-side-encryption-bucket-key-enabled': 'maybe' }, 400, 'InvalidArgument'],
  [{ tagging: 'no XML' }, 400, 'MalformedXML'],
  [{ 'Content-MD5': 'AAAAAAAAAAAAAAAAAAAAAA==' }, 400, 'BadDigest'],
  [{ 'x-amz-checksum-crc32': 'AAAAAA==' }, 400, 'BadDigest'],
  [{ 'x-amz-object-lock-mode': 'GOVERNANCE' }, 501, 'NotImplemented'],
])('the field %o is refused as the header would be', async (field, status, expected) => {
  const answer = await postSigned({ key: 'wrong-field', ...(field as unknown as Fields) });
  expect([answer.status, code(answer.text)]).toEqual([status, expected]);
});

/** Posts bytes as they are. */
async function postRaw(body: string, contentType = 'multipart/form-data; boundary=b') {
  const headers = { 'content-type': contentType };
  const answer = await fetch(`${endpoint.url}/${Bucket}`, { method: 'POST', body, headers });
  return [answer.status, code(await answer.text())];
}

test.each([
  ['another type', 'key=x', 'application/x-www-form-urlencoded', 412, 'PreconditionFailed'],
  ['no boundary', 'x', 'multipart/form-data', 400, 'MalformedPOSTRequest'],
  ['no parts', 'x', undefined, 400, 'MalformedPOSTRequest'],
  ['a part without a name', '--b\r\n\r\nx\r\n--b--', undefined, 400, 'MalformedPOSTRequest'],
  [
    'no end',
    '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nx',
    undefined,
    400,
    'MalformedPOSTRequest',
  ],
  [
    'no file',
    '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nx\r\n--b--',
    undefined,
    400,
    'InvalidArgument',
  ],
  [
    'too much before its file',
    `--b\r\nContent-Disposition: form-data; name="key"\r\n\r\n${'x'.repeat(20_481)}\r\n--b--`,
    undefined,
    400,
    'MaxPostPreDataLengthExceededError',
  ],
])('a body with %s is refused', async (_what, body, contentType, status, expected) => {
  expect(await postRaw(body, contentType)).toEqual([status, expected]);
});

test('a file that looks like the end of the form, and comes in pieces, is taken whole', async () => {
  const content = `${'\r\n--'.repeat(1000)}boundary\r\n--bound\r\n`;
  const policy = policyFor({ key: 'pieces' });
  const parts = Object.entries({ key: 'pieces', ...SIGNATURE, policy }).map(
    ([name, value]) => `--boundary-1\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const disposition = 'Content-Disposition: form-data; name="file"; filename="f"\r\nContent-Type: text/plain';
  const body = `${parts.join('')}--boundary-1\r\n${disposition}\r\n\r\n${content}\r\n--boundary-1--\r\n`;
  const status = await new Promise((resolve, reject) => {
    const outgoing = request(`${endpoint.url}/${Bucket}`, {
      method: 'POST',
      headers: {
        'content-type': 'multipart/form-data; boundary="boundary-1"',
        'content-length': Buffer.byteLength(body),
      },
    });
    outgoing.on('response', (incoming) => resolve(incoming.resume().statusCode));
    outgoing.on('error', reject);
    for (let at = 0; at < body.length; at += 7) outgoing.write(body.slice(at, at + 7));
    outgoing.end();
  });
  expect(status).toBe(204);
  expect((await read('pieces')).text).toBe(content);
});

test('a page of another origin posts where the bucket lets it', async () => {
  const fields = { key: 'from-a-page' };
  const form = { ...fields, ...SIGNATURE, policy: policyFor(fields) };
  const origin = { origin: 'http://shop.example' };
  expect((await post(form, 'x', origin)).status).toBe(403);
  const CORSRules = [{ AllowedMethods: ['POST'], AllowedOrigins: ['http://shop.example'] }];
  await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
  const { status, headers } = await post(form, 'x', origin);
  expect([status, headers.get('access-control-allow-origin')]).toEqual([204, 'http://shop.example']);
});
