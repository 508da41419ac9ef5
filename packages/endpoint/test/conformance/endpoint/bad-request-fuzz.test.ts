import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SpawnedEndpoint, spawnEndpoint } from '../../../src/spawn.ts';
import { seeded } from '../../support/seeded.ts';
import { type BadRequest, badRequest } from './bad-requests.ts';

/** `FUZZ_COUNT=10000 FUZZ_SEED=7 npx vitest run …` for more, or other, requests. */
const COUNT = Number(process.env['FUZZ_COUNT'] ?? 800);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
/** Held to only when asked for, because other programs may be using the machine: `FUZZ_STRICT=1`. */
const STRICT = process.env['FUZZ_STRICT'] === '1';
const MAX_MILLISECONDS = 2_000;
const MAX_MEGABYTES = 300;

let endpoint: SpawnedEndpoint;
beforeAll(async () => {
  endpoint = await spawnEndpoint({ port: 0, logLevel: 'error' });
});
afterAll(() => endpoint.close());

test(`${COUNT} bad requests of all wire protocols: no answer is the endpoint’s fault`, {
  timeout: COUNT * 200 + 60_000,
}, async () => {
  const random = seeded(SEED);
  const failures: string[] = [];
  let slowest = { milliseconds: 0, what: '' };
  for (let index = 0; index < COUNT; index += 1) {
    const bad = await badRequest(random);
    const started = performance.now();
    const status = await send(bad);
    const milliseconds = performance.now() - started;
    const what = `#${index} ${bad.service} ${bad.operation}`;
    // 501 names an operation that exists on AWS and not here.
    if (status >= 500 && status !== 501) failures.push(`${what}: ${status}`);
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, what };
  }
  const megabytes = residentMegabytes(endpoint.pid);
  console.log(
    `slowest answer: ${slowest.milliseconds.toFixed(0)} ms (${slowest.what}); endpoint: ${megabytes} MB`,
  );
  expect(failures).toEqual([]);
  if (!STRICT) return;
  expect(slowest.milliseconds, slowest.what).toBeLessThan(MAX_MILLISECONDS);
  expect(megabytes).toBeLessThan(MAX_MEGABYTES);
});

/** Written by hand, as no SDK would; resolves with the status. A reset connection is an error. */
function send({ service, method, path, headers, body }: BadRequest): Promise<number> {
  const url = new URL(endpoint.url);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: url.hostname,
        port: url.port,
        method,
        path,
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
          'x-amz-date': '20260101T000000Z',
          ...(body !== undefined && { 'content-length': body.length }),
          ...headers,
        },
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
        answer.once('error', reject);
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

function residentMegabytes(pid: number): number {
  return Math.round(
    Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024,
  );
}
