import type { TraceSpan } from '../../../../driver/traces/trace.ts';

export const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

/** A span with an id made of one digit, that takes from `start` to `end` milliseconds. */
export function span(
  id: string,
  parent: string | undefined,
  [start, end]: readonly [number, number],
  change: Partial<TraceSpan> = {},
): TraceSpan {
  return {
    event: 'span',
    traceId: TRACE_ID,
    spanId: id.padEnd(16, '0'),
    ...(parent !== undefined && { parentSpanId: parent.padEnd(16, '0') }),
    name: id,
    kind: 'server',
    startUs: start * 1000,
    endUs: end * 1000,
    attributes: {},
    resource: { 'service.name': 'orders', 'faas.version': '1' },
    service: 'orders',
    release: 'v1',
    version: '1',
    ...change,
  };
}

/** A request, its call of payments, the event, the relay and two consumers of it. */
export const ORDER_SPANS: readonly TraceSpan[] = [
  span('1', 'e', [0, 100]),
  span('2', '1', [10, 11], {
    kind: 'producer',
    name: 'create shop.order.placed',
    attributes: { 'dataflow.event.schema': 'urn:shop:schemas:order:v1' },
  }),
  span('3', '1', [20, 60], { kind: 'client' }),
  span('4', '3', [25, 55], { service: 'payments' }),
  span('5', '2', [110, 115], { kind: 'producer', service: 'relay', release: undefined }),
  span('6', '5', [135, 160], {
    kind: 'consumer',
    service: 'email',
    attributes: {
      'cloudevents.event_id': 'o.order',
      'dataflow.event.schema': 'urn:shop:schemas:order:v1',
      'messaging.operation.name': 'process',
      'messaging.system': 'aws_sqs',
    },
  }),
];
