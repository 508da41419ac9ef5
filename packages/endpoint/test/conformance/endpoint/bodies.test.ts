import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import { BODY_LIMITS, type BodyLimits, bodyReader } from '../../../src/core/body.ts';
import type { AwsError } from '../../../src/core/errors.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
});
afterAll(() => endpoint.close());

const SERVICES = [
  ['dynamodb', 'DynamoDB_20120810.DescribeTable', 17],
  ['dynamodb', 'DynamoDB_20120810.PutItem', 17],
  ['sqs', 'AmazonSQS.SendMessage', 9],
  ['logs', 'Logs_20140328.PutLogEvents', 9],
  ['ssm', 'AmazonSSM.PutParameter', 2],
  ['kms', 'TrentService.Encrypt', 2],
  ['ecr', 'AmazonEC2ContainerRegistry_V20150921.CreateRepository', 2],
] as const;

/** Says that a body of so many bytes follows, and sends the first of it; the answer as text. */
function announce(service: string, headers: string[], length: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(endpoint.port, '127.0.0.1').setEncoding('utf8');
    socket.once('data', (text) => {
      resolve(String(text));
      socket.destroy();
    });
    socket.on('error', reject);
    socket.write(
      [
        'POST / HTTP/1.1',
        `Host: 127.0.0.1:${endpoint.port}`,
        `Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
        ...headers,
        `Content-Length: ${length}`,
        '',
        '{',
      ].join('\r\n'),
    );
  });
}

test.each(SERVICES)(
  '%s (%s) refuses a body of %i MiB by its announcement',
  async (service, target, megabytes) => {
    const headers = ['Content-Type: application/x-amz-json-1.0', `X-Amz-Target: ${target}`];
    const answer = await announce(service, headers, megabytes * 1024 * 1024);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('RequestEntityTooLarge');
  },
);

test.each(['sns', 'iam', 'sts', 'cloudformation', 'sqs'])(
  '%s refuses a form of 5 MiB by its announcement',
  async (service) => {
    const headers = ['Content-Type: application/x-www-form-urlencoded'];
    const answer = await announce(service, headers, 5 * 1024 * 1024);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  },
);

test('a body without an announced length is refused when it has become too large', async () => {
  const answer = await fetch(endpoint.url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ssm/aws4_request, SignedHeaders=host, Signature=0`,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonSSM.PutParameter',
    },
    body: new Blob([`{"Name":"${'a'.repeat(2 * 1024 * 1024)}"}`]).stream(),
    duplex: 'half',
  });
  expect(answer.status).toBe(413);
});

test('an object is as large as it is, for it goes to disk', async () => {
  const s3 = clients(endpoint).s3();
  await s3.send(new CreateBucketCommand({ Bucket: 'large' }));
  const answer = await s3.send(
    new PutObjectCommand({ Bucket: 'large', Key: 'a', Body: new Uint8Array(20 * 1024 * 1024) }),
  );
  expect(answer.ETag).toBeDefined();
});

/** A server that reads bodies by limits that a test can wait for. `read` tells how each one ended. */
async function startReading(limits: Partial<BodyLimits>, answer: (response: ServerResponse) => void) {
  const reader = bodyReader({ ...BODY_LIMITS, ...limits });
  const outcomes: string[] = [];
  const server = createServer((incoming, outgoing) => {
    reader.watch(incoming);
    reader.read(incoming, outgoing, 1000).then(
      (body) => {
        outcomes.push(`${body.length} bytes`);
        answer(outgoing);
      },
      (error: AwsError) => {
        outcomes.push(error.code);
        outgoing.writeHead(error.status, { connection: 'close' }).end();
      },
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, outcomes };
}

function half(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n0123456789');
  return socket;
}

test.each([{ whole: 30 }, { idle: 30 }])(
  'a client that stops in the middle of a body is refused (%o)',
  async (limits) => {
    const { port, outcomes } = await startReading(limits, (response) => response.end());
    const [answer] = await once(half(port), 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 400 /);
    expect(outcomes).toEqual(['RequestTimeout']);
  },
);

test('a client that goes away in the middle of a body is no failure of the endpoint', async () => {
  const { port, outcomes } = await startReading({}, (response) => response.end());
  const socket = half(port);
  await once(socket, 'connect');
  socket.destroy();
  await eventually('the end is seen', () => outcomes.length > 0);
  expect(outcomes).toEqual(['RequestTimeout']);
});

test('large bodies wait until those before them are answered, small ones do not', async () => {
  const responses: ServerResponse[] = [];
  const { port, outcomes } = await startReading({ large: 10, allLarge: 50 }, (response) =>
    responses.push(response),
  );
  const send = (length: number) =>
    fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x'.repeat(length) }).then(
      ({ status }) => status,
    );
  const large = [send(40), send(40)];
  await eventually('the first is read', () => responses.length === 1);
  const small = send(5);
  await eventually('the small one is read', () => responses.length === 2);
  expect(outcomes).toEqual(['40 bytes', '5 bytes']);
  for (const response of responses.splice(0)) response.end();
  await eventually('the second is read', () => responses.length === 1);
  responses[0]?.end();
  expect(await Promise.all([...large, small])).toEqual([200, 200, 200]);
});
