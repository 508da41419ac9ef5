import { expect, test } from 'vitest';
import type { ExecutionSpec } from '../../../src/lambda/execution/execution-spec.ts';
import { type InvocationEnd, platformLines } from '../../../src/lambda/logs/platform-lines.ts';

const spec = (LogFormat: 'Text' | 'JSON'): ExecutionSpec => ({
  key: 'shop:1:r',
  functionName: 'shop',
  version: '1',
  codeDirectory: '/code',
  settings: {
    description: '',
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    role: 'arn:aws:iam::000000000000:role/shop',
    timeout: 3,
    memorySize: 128,
    variables: {},
    tracing: 'PassThrough',
    ephemeralStorage: 512,
    logging: { LogFormat, LogGroup: '/aws/lambda/shop' },
    architecture: 'x86_64',
  },
});
const end: InvocationEnd = {
  milliseconds: 12.345,
  initMilliseconds: undefined,
  peakMegabytes: 60,
  status: 'succeeded',
};
const report = (changes: Partial<InvocationEnd>) =>
  platformLines(spec('Text'), () => 0).end('id', { ...end, ...changes })[1];

test('a report says duration, billed duration and memory', () => {
  expect(report({})).toBe(
    'REPORT RequestId: id\tDuration: 12.35 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\t',
  );
});

test('a cold start is reported with its init duration', () => {
  expect(report({ initMilliseconds: 89.1 })).toMatch(/\tMax Memory Used: 60 MB\tInit Duration: 89.10 ms\t$/);
});

test.each([
  ['timeout', 'Status: timeout'],
  ['crashed', 'Status: error\tError Type: Runtime.ExitError'],
] as const)('an invocation that ended by %s is reported so', (status, text) => {
  expect(report({ status })).toContain(`\t${text}\t`);
});

test('the JSON format has a start and a report', () => {
  const lines = platformLines(spec('JSON'), () => 0);
  expect(JSON.parse(lines.start('id'))).toEqual({
    time: '1970-01-01T00:00:00.000Z',
    type: 'platform.start',
    record: { requestId: 'id', version: '1' },
  });
  expect(lines.end('id', end).map((line) => JSON.parse(line))).toMatchObject([
    {
      type: 'platform.report',
      record: { requestId: 'id', status: 'success', metrics: { durationMs: 12.345, billedDurationMs: 13 } },
    },
  ]);
});
