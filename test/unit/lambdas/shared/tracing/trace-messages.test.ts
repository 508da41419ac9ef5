import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { describe, expect, it, vi } from 'vitest';
import { eventConsumer } from '../../../../../lambdas/shared/consumer.ts';
import { ShopError } from '../../../../../lambdas/shared/errors.ts';
import { writeEvent } from '../../../../../lambdas/shared/events.ts';
import { logger } from '../../../../../lambdas/shared/logging.ts';
import { parkingConsumer } from '../../../../../lambdas/shared/messaging/parking-consumer.ts';
import { queueWorker } from '../../../../../lambdas/shared/queues/queue-worker.ts';
import { traceMessagesTogether } from '../../../../../lambdas/shared/tracing/trace-messages.ts';
import type { SpanRecord } from '../../../../../schemas/traces/span-record.ts';
import { recordedSpans, SAMPLED_PARENT, SPAN_ID, TRACE_ID, UNSAMPLED_PARENT } from './recorded-spans.ts';

const context = { getRemainingTimeInMillis: () => 8000 } as Context;
const OTHER_TRACE = 'a'.repeat(32);

function eventOf(orderId: string, traceparent?: string): string {
  const event = JSON.parse(
    writeEvent({
      id: `${orderId}.order`,
      source: '/shop/orders',
      type: 'shop.order.placed',
      subject: orderId,
      time: new Date(0),
      dataschema: 'urn:shop:schemas:order:v1',
      data: Buffer.from('c301000102030405060708ff', 'hex'),
    }),
  );
  return JSON.stringify({ ...event, traceparent });
}

function message(body: string, change: Partial<SQSRecord> = {}): SQSRecord {
  const attributes = { ApproximateReceiveCount: '2', SentTimestamp: '0', MessageGroupId: body };
  const eventSourceARN = 'arn:aws:sqs:us-east-1:000000000000:analytics.fifo';
  return {
    messageId: /"id":"([^"]+)/.exec(body)?.[1] ?? 'm',
    body,
    messageAttributes: {},
    attributes,
    eventSourceARN,
    ...change,
  } as SQSRecord;
}

const attribute = (stringValue: string) => ({ traceparent: { dataType: 'String', stringValue } }) as never;
const batchOf = (...Records: SQSRecord[]): SQSEvent => ({ Records });
const byKind = (spans: readonly SpanRecord[], word: string) =>
  spans.filter(({ name }) => name.startsWith(word));

describe('a message', () => {
  it('is a consumer span that continues the trace of its event', async () => {
    const spans = recordedSpans();
    await eventConsumer(async () => {})(batchOf(message(eventOf('1', SAMPLED_PARENT))), context);
    expect(spans).toHaveLength(1);
    expect(spans[0]).toMatchObject({
      traceId: TRACE_ID,
      parentSpanId: SPAN_ID,
      kind: 'consumer',
      name: 'process analytics.fifo',
      attributes: {
        'messaging.system': 'aws_sqs',
        'messaging.operation.type': 'process',
        'messaging.destination.name': 'analytics.fifo',
        'dataflow.message.receive_count': 2,
        'cloudevents.event_id': '1.order',
        'dataflow.event.schema': 'urn:shop:schemas:order:v1',
        'dataflow.event.fingerprint': '0001020304050607',
      },
    });
    expect(spans[0]?.attributes['dataflow.message.queued_ms']).toBeGreaterThan(1e12);
    expect(spans[0]?.attributes).not.toHaveProperty('messaging.batch.message_count');
    expect(JSON.stringify(spans)).not.toContain('data_base64');
  });

  it('continues the trace of who sent it last, which is in its attribute', async () => {
    const spans = recordedSpans();
    const messageAttributes = attribute(`00-${TRACE_ID}-${'b'.repeat(16)}-01`);
    const record = message(eventOf('1', SAMPLED_PARENT), { messageAttributes });
    await eventConsumer(async () => {})(batchOf(record), context);
    expect(spans[0]?.parentSpanId).toBe('b'.repeat(16));
  });

  it('without any continues the trace of the header of X-Ray', async () => {
    const spans = recordedSpans();
    const record = message(eventOf('1'));
    record.attributes.AWSTraceHeader = 'Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad';
    await eventConsumer(async () => {})(batchOf(record), context);
    expect(spans[0]).toMatchObject({
      traceId: '67891233abcdef012345678912345678',
      parentSpanId: '463ac35c9f6413ad',
    });
  });

  it('that a tool hands over with its body alone is processed', async () => {
    const spans = recordedSpans();
    const handle = vi.fn(async () => {});
    const record = { messageId: 'm', body: eventOf('1', SAMPLED_PARENT) } as SQSRecord;
    await eventConsumer(handle)(
      batchOf({ ...record, attributes: { MessageGroupId: '1' } as never }),
      context,
    );
    await traceMessagesTogether([record, record], async () => ({ batchItemFailures: [] }));
    expect(handle).toHaveBeenCalledOnce();
    expect(byKind(spans, 'process ')).toHaveLength(4);
  });

  it('without a trace begins none', async () => {
    const spans = recordedSpans();
    await eventConsumer(async () => {})(batchOf(message(eventOf('1'))), context);
    await eventConsumer(async () => {})(batchOf(message(eventOf('1')), message(eventOf('2'))), context);
    expect(spans).toEqual([]);
  });

  it('that is not sampled is not recorded, alone and in a batch', async () => {
    const spans = recordedSpans();
    const consumer = eventConsumer(async () => {});
    await consumer(batchOf(message(eventOf('1', UNSAMPLED_PARENT))), context);
    const [one, two] = [eventOf('1', UNSAMPLED_PARENT), eventOf('2', UNSAMPLED_PARENT)];
    await consumer(batchOf(message(one), message(two)), context);
    expect(spans).toEqual([]);
  });

  it('that fails says why', async () => {
    vi.spyOn(logger, 'error').mockImplementation(() => {});
    const spans = recordedSpans();
    const consumer = eventConsumer(async () => {
      throw new ShopError('dependency-timeout', 'secret');
    });
    const { batchItemFailures } = await consumer(batchOf(message(eventOf('1', SAMPLED_PARENT))), context);
    expect(batchItemFailures).toHaveLength(1);
    expect(spans[0]).toMatchObject({ status: 'error', attributes: { 'error.type': 'dependency-timeout' } });
  });

  it('that is parked says with which cause, and is parked inside its trace', async () => {
    vi.spyOn(logger, 'warn').mockImplementation(() => {});
    const spans = recordedSpans();
    const park = vi.fn(async () => {});
    const consumer = parkingConsumer({ release: 'v9', deadLetters: { park }, handle: async () => {} });
    await consumer(batchOf(message(`{"traceparent":"${SAMPLED_PARENT}"}`)), context);
    expect(park).toHaveBeenCalledOnce();
    expect(spans[0]).toMatchObject({
      traceId: TRACE_ID,
      status: 'error',
      attributes: { 'error.type': 'malformed-event' },
    });
  });

  it('of a work queue continues the trace of its attribute', async () => {
    const spans = recordedSpans();
    const worker = queueWorker({ release: 'v9', queue: { postpone: async () => {} } }, async () => {});
    await worker(batchOf(message('{}', { messageAttributes: attribute(SAMPLED_PARENT) })), context);
    expect(spans[0]).toMatchObject({ traceId: TRACE_ID, parentSpanId: SPAN_ID, kind: 'consumer' });
  });
});

describe('a batch of messages', () => {
  const records = [
    message(eventOf('1', SAMPLED_PARENT)),
    message(eventOf('2', `00-${OTHER_TRACE}-${SPAN_ID}-01`)),
  ];

  it('is a trace of its own that links to each message, and each message links to it', async () => {
    const spans = recordedSpans();
    await eventConsumer(async () => {})(batchOf(...records), context);
    const [batch] = byKind(spans, 'process batch');
    expect(batch?.links).toEqual([
      { traceId: TRACE_ID, spanId: SPAN_ID },
      { traceId: OTHER_TRACE, spanId: SPAN_ID },
    ]);
    expect(batch).not.toHaveProperty('parentSpanId');
    const messages = byKind(spans, 'process analytics');
    expect(messages.map(({ traceId }) => traceId)).toEqual([TRACE_ID, OTHER_TRACE]);
    for (const { links, attributes } of messages) {
      expect(links).toEqual([{ traceId: batch?.traceId, spanId: batch?.spanId }]);
      expect(attributes['messaging.batch.message_count']).toBe(2);
    }
  });

  it('that is processed as a whole is as many spans of the same length, of which some fail', async () => {
    const spans = recordedSpans();
    const [first, second] = records;
    await traceMessagesTogether(records, async () => ({
      batchItemFailures: [{ itemIdentifier: second?.messageId ?? '' }],
    }));
    const messages = byKind(spans, 'process analytics');
    expect(messages.map(({ attributes, status }) => [attributes['messaging.message.id'], status])).toEqual([
      [first?.messageId, undefined],
      [second?.messageId, 'error'],
    ]);
    expect(messages.map(({ attributes }) => attributes['cloudevents.event_id'])).toEqual([
      '1.order',
      '2.order',
    ]);
    const [batch] = byKind(spans, 'process batch');
    expect(batch?.attributes).not.toHaveProperty('cloudevents.event_id');
  });

  it('that is processed as a whole names what is no event', async () => {
    const spans = recordedSpans();
    const malformed = message(`{"traceparent":"${SAMPLED_PARENT}"}`);
    await traceMessagesTogether([malformed], async () => ({ batchItemFailures: [] }));
    expect(spans).toHaveLength(1);
    expect(spans[0]).toMatchObject({ status: 'error', attributes: { 'error.type': 'malformed-event' } });
  });
});
