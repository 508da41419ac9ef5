import { expect, test } from 'vitest';
import { callsOfAccessLog } from '../../../../driver/graph/access-log-calls.ts';
import { eventsWritten } from '../../../../driver/graph/events-written.ts';
import { readReportLine } from '../../../../driver/graph/report-lines.ts';
import { eventSourceName } from '../../../../driver/graph/source-names.ts';

const line = (more: object) =>
  JSON.stringify({
    ...{
      requestId: 'r',
      method: 'GET',
      resource: '/orders/{orderId}',
      status: '200',
      latency: '12',
      caller: '-',
    },
    ...more,
  });

test('the caller of a request is the function whose role session signed it, else a client', () => {
  const lines = [
    line({ caller: 'AROAEXAMPLE:orders-function' }),
    line({ caller: 'AROAEXAMPLE:somebody' }),
    line({ caller: '-', status: '503' }),
    line({ status: '429' }),
    'not JSON',
    line({ latency: '-' }),
  ];
  const calls = callsOfAccessLog('payments', lines, new Map([['orders-function', 'orders']]));
  expect(calls.map(({ from, failed }) => [from, failed])).toEqual([
    ['orders', false],
    ['client', false],
    ['client', true],
    ['client', true],
  ]);
  expect(calls[0]).toMatchObject({ to: 'payments', mode: 'sync', ms: 12 });
});

test('a report line has the duration of an invocation, and whether it failed', () => {
  const report = 'REPORT RequestId: 8b2c\tDuration: 31.25 ms\tBilled Duration: 32 ms\tMemory Size: 512 MB';
  expect(readReportLine(report)).toEqual({ ms: 31.25, failed: false });
  expect(readReportLine(`${report}\tStatus: timeout`)).toEqual({ ms: 31.25, failed: true });
  expect(readReportLine('START RequestId: 8b2c Version: 1')).toBeUndefined();
});

test('event sources have short names', () => {
  const system = { tables: { shared: 'Dataflow-Data-SharedABC' } } as never;
  const arn = (rest: string) => `arn:aws:${rest}`;
  expect(
    eventSourceName(
      arn('dynamodb:us-east-1:000000000000:table/Dataflow-Data-SharedABC/stream/2026-12-01T00:00:00.000'),
      system,
    ),
  ).toBe('shared table');
  expect(
    eventSourceName(
      arn('sns:us-east-1:000000000000:Dataflow-Messaging-OrderEventsD6F5B8F1-Xy12.fifo'),
      system,
    ),
  ).toBe('OrderEvents topic');
  expect(
    eventSourceName(arn('sns:us-east-1:000000000000:DataflowMessaging-OrderEvents-A0D442A4.fifo'), system),
  ).toBe('OrderEvents topic');
  expect(eventSourceName(arn('sqs:us-east-1:000000000000:jobs'), system)).toBe('jobs queue');
});

test('only an order that is placed leaves an event: not a repetition, not a shipment, not a refusal', () => {
  const post = (resource: string, status: string) => line({ method: 'POST', resource, status });
  const written = eventsWritten([
    post('/orders', '201'),
    post('/orders', '200'),
    post('/orders', '400'),
    post('/orders/{orderId}/shipment', '201'),
    line({}),
  ]);
  expect(written).toEqual([{ from: 'orders', to: 'shared table', mode: 'async', failed: false }]);
});
