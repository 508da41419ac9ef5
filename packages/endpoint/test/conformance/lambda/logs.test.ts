import { DescribeLogStreamsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction, invokeFunction } from '../../support/lambda-function.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint?.close());

/** All messages of a group, as soon as one of them is there. */
const messages = (logGroupName: string, last: RegExp) =>
  eventually(`a line like ${last}`, async () => {
    const found = await aws
      .logs()
      .send(new FilterLogEventsCommand({ logGroupName }))
      .catch(() => undefined);
    const lines = found?.events?.map(({ message }) => message ?? '') ?? [];
    return lines.some((line) => last.test(line)) && lines;
  });

test('what a function writes goes to its log group, from START to REPORT', async () => {
  await createFunction(aws, {
    name: 'writes',
    source: `export const handler = async () => {
      console.log('two\\nlines');
      console.warn({ a: 1 });
      process.stdout.write('plain\\n');
      process.stderr.write('without an end');
    };`,
  });
  const { requestId } = await invokeFunction(aws, 'writes');
  const lines = await messages('/aws/lambda/writes', /^REPORT/);
  const own = lines.map((line) => line.replace(/^\d{4}-[^\t]*\t/, ''));
  expect(own[0]).toBe(`START RequestId: ${requestId} Version: $LATEST`);
  expect(own.slice(1, -1).sort()).toEqual(
    [
      `${requestId}\tINFO\ttwo\nlines`,
      `${requestId}\tWARN\t{ a: 1 }`,
      'plain',
      'without an end',
      `END RequestId: ${requestId}`,
    ].sort(),
  );
  expect(own.at(-1)).toMatch(/^REPORT RequestId: /);
});

test('each execution environment has a log stream, named after its version', async () => {
  await createFunction(aws, {
    name: 'streams',
    source: 'export const handler = async () => 1;',
    Publish: true,
  });
  await invokeFunction(aws, 'streams:1');
  await messages('/aws/lambda/streams', /^REPORT/);
  const { logStreams } = await aws
    .logs()
    .send(new DescribeLogStreamsCommand({ logGroupName: '/aws/lambda/streams' }));
  expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual([
    expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[1\][0-9a-f]{32}$/),
  ]);
});

test('the last words of a process that exits are in its log', async () => {
  await createFunction(aws, {
    name: 'last-words',
    source: 'export const handler = async () => { console.log("goodbye"); process.exit(1); };',
  });
  const { log } = await invokeFunction(aws, 'last-words', {}, { LogType: 'Tail' });
  expect(log).toMatch(/\tgoodbye\nEND RequestId: .*\nREPORT .*Status: error\tError Type: Runtime\.ExitError/);
});

test('an error thrown by the handler is in the log with its stack', async () => {
  await createFunction(aws, {
    name: 'logs-errors',
    source: 'export const handler = async () => { throw new TypeError("in the log"); };',
  });
  const { log } = await invokeFunction(aws, 'logs-errors', {}, { LogType: 'Tail' });
  const line = log.split('\n').find((text) => text.includes('Invoke Error')) ?? '';
  expect(JSON.parse(line.slice(line.indexOf('{')))).toMatchObject({
    errorType: 'TypeError',
    errorMessage: 'in the log',
    stack: expect.arrayContaining(['TypeError: in the log']),
  });
});

test('a function that logs in JSON has its lines and the platform’s in JSON', async () => {
  await createFunction(aws, {
    name: 'json',
    LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', LogGroup: '/shop/json' },
    source: `export const handler = async () => {
      console.debug('not seen');
      console.info('seen', 1);
      console.error(new RangeError('too far'));
    };`,
  });
  const { requestId } = await invokeFunction(aws, 'json');
  const lines = await messages('/shop/json', /platform\.report/);
  const events = lines.map((line) => JSON.parse(line));
  expect(events).toMatchObject([
    { type: 'platform.start', record: { requestId, version: '$LATEST' } },
    { level: 'INFO', requestId, message: 'seen 1' },
    { level: 'ERROR', requestId, message: { errorType: 'RangeError', errorMessage: 'too far' } },
    { type: 'platform.report', record: { requestId, status: 'success' } },
  ]);
});
