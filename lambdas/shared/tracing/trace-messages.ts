import { AsyncLocalStorage } from 'node:async_hooks';
import type { Attributes, SpanContext } from '@opentelemetry/api';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { readEvent } from '../events.ts';
import { codeOf, runInSpan, workIn } from './active-span.ts';
import { amazonParent, isTracing } from './sampling.ts';
import { Span } from './span.ts';
import { eventParent, parseTraceparent, type RemoteParent, SAMPLED, TRACEPARENT } from './trace-context.ts';

interface Batch {
  span: Span | undefined;
  count: number;
}

const batches = new AsyncLocalStorage<Batch>();

/**
 * Around the work of a consumer on one batch. A batch of several messages, which may belong to as many traces, is a span
 * and a trace of its own with a link to each message.
 */
export function traceBatch<T>(records: readonly SQSRecord[], run: () => Promise<T>): Promise<T> {
  if (!isTracing()) return run();
  const span = batchSpan(records);
  const inBatch = () => batches.run({ span, count: records.length }, run);
  return span === undefined ? inBatch() : runInSpan(span, inBatch);
}

/** Around the work on one message: a consumer span that continues the trace of the message. */
export function traceMessage<T>(record: SQSRecord, run: () => Promise<T>): Promise<T> {
  return isTracing() ? runInSpan(messageSpan(record, batches.getStore()), run) : run();
}

/**
 * For consumers of events that work on all messages of a batch together: each message has a span that takes as long as the
 * batch.
 */
export async function traceMessagesTogether(
  records: readonly SQSRecord[],
  run: () => Promise<SQSBatchResponse>,
): Promise<SQSBatchResponse> {
  if (!isTracing()) return run();
  const batch: Batch = { span: batchSpan(records), count: records.length };
  const spans = records.map((record) => messageSpan(record, batch));
  const all = batch.span === undefined ? spans : [...spans, batch.span];
  try {
    const response = await run();
    const failed = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const [index, { messageId }] of records.entries()) if (failed.has(messageId)) spans[index]?.fail();
    return response;
  } catch (error) {
    for (const span of all) span.fail(codeOf(error));
    throw error;
  } finally {
    for (const [index, span] of spans.entries()) describeBody(span, records[index]?.body ?? '');
    for (const span of all) span.end();
  }
}

/** What is no event has been parked or refused by the consumer. */
function describeBody(span: Span, body: string): void {
  if (!span.isRecording) return;
  try {
    workIn(span, () => readEvent(body));
  } catch (error) {
    span.fail(codeOf(error));
  }
}

function messageSpan(record: SQSRecord, { span: batch, count = 1 }: Partial<Batch> = {}): Span {
  const queue = queueName(record);
  const { ApproximateReceiveCount = 1, SentTimestamp = Date.now() } = record.attributes ?? {};
  return new Span({
    name: `process ${queue}`,
    kind: 'consumer',
    parent: producerOf(record),
    // No sender began a trace, so none is recorded.
    sampleRoot: () => false,
    ...(batch !== undefined && { links: [batch.context] }),
    attributes: {
      ...processing(queue),
      'messaging.message.id': record.messageId,
      ...(count > 1 && { 'messaging.batch.message_count': count }),
      'dataflow.message.receive_count': Number(ApproximateReceiveCount),
      // How long it has been in the queue, which other attributes only say by subtraction.
      'dataflow.message.queued_ms': Math.max(0, Date.now() - Number(SentTimestamp)),
    },
  });
}

function batchSpan(records: readonly SQSRecord[]): Span | undefined {
  const links = records.flatMap((record) => asLink(producerOf(record)) ?? []);
  const [first] = records;
  if (first === undefined || records.length === 1 || links.length === 0) return undefined;
  const queue = queueName(first);
  return new Span({
    name: `process batch ${queue}`,
    kind: 'consumer',
    parent: undefined,
    links,
    attributes: { ...processing(queue), 'messaging.batch.message_count': records.length },
  });
}

/** Undefined for a message that is not recorded. */
function asLink(parent: RemoteParent | undefined): SpanContext | undefined {
  if (parent?.spanId === undefined || parent.traceFlags !== SAMPLED) return undefined;
  return { ...parent, spanId: parent.spanId };
}

/**
 * Who sent the message: the attribute that the sender gave it, else the extension of the event in it, else X-Ray's header.
 * Tools that invoke a consumer themselves leave out what it does not need, and it must not fail for its trace.
 */
function producerOf({ messageAttributes, body, attributes }: SQSRecord): RemoteParent | undefined {
  return (
    parseTraceparent(messageAttributes?.[TRACEPARENT]?.stringValue) ??
    eventParent(body) ??
    amazonParent(attributes?.AWSTraceHeader)
  );
}

function processing(queue: string): Attributes {
  return {
    'messaging.system': 'aws_sqs',
    'messaging.operation.type': 'process',
    'messaging.operation.name': 'process',
    'messaging.destination.name': queue,
  };
}

function queueName({ eventSourceARN = '' }: SQSRecord): string {
  return eventSourceARN.slice(eventSourceARN.lastIndexOf(':') + 1);
}
