import { PublishBatchCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { DeleteMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { HttpResponse } from '@smithy/protocol-http';
import { describe, expect, it } from 'vitest';
import { writeEvent } from '../../../../../lambdas/shared/events.ts';
import { runInSpan } from '../../../../../lambdas/shared/tracing/active-span.ts';
import { Span } from '../../../../../lambdas/shared/tracing/span.ts';
import { parseTraceparent } from '../../../../../lambdas/shared/tracing/trace-context.ts';
// Its import instruments the clients.
import '../../../../../lambdas/shared/logging.ts';
import { recordedSpans, SAMPLED_PARENT, SPAN_ID, TRACE_ID, UNSAMPLED_PARENT } from './recorded-spans.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:orders.fifo';
const QUEUE = 'https://sqs.us-east-1.amazonaws.com/000000000000/work';
/** The SDK compares the sum with that of the body. */
const SENT = '{"MessageId":"m-1","MD5OfMessageBody":"99914b932bd37a50b983c5e7c90ae93b"}';
const EVENT = JSON.stringify({ specversion: '1.0', traceparent: SAMPLED_PARENT });

/** SDK clients whose requests end before the network. */
function clientsThatGet(body: string) {
  const requests: string[] = [];
  const settings = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      async handle({ body: sent }: { body: string | Uint8Array }) {
        requests.push(typeof sent === 'string' ? sent : Buffer.from(sent).toString('utf8'));
        const headers = { 'content-type': body.startsWith('{') ? 'application/x-amz-json-1.0' : 'text/xml' };
        return { response: new HttpResponse({ statusCode: 200, headers, body: Buffer.from(body) }) };
      },
    },
  };
  return { requests, sns: new SNSClient(settings), sqs: new SQSClient(settings) };
}

const published = `<PublishBatchResponse><PublishBatchResult>
  <Successful><member><Id>0</Id><MessageId>m-0</MessageId></member></Successful>
  <Failed><member><Id>1</Id><Code>InternalError</Code><SenderFault>false</SenderFault></member></Failed>
</PublishBatchResult></PublishBatchResponse>`;

describe('a batch that is published', () => {
  it('is a producer span for each event, whose context goes with the message', async () => {
    const spans = recordedSpans();
    const { sns } = clientsThatGet(published);
    const command = new PublishBatchCommand({
      TopicArn: TOPIC,
      PublishBatchRequestEntries: [
        { Id: '0', Message: EVENT },
        { Id: '1', Message: EVENT, MessageAttributes: { type: { DataType: 'String', StringValue: 'x' } } },
        { Id: '2', Message: 'no event' },
      ],
    });
    await sns.send(command);
    expect(spans).toHaveLength(2);
    expect(spans[0]).toMatchObject({
      traceId: TRACE_ID,
      parentSpanId: SPAN_ID,
      kind: 'producer',
      name: 'send orders.fifo',
      attributes: {
        'messaging.system': 'aws_sns',
        'messaging.operation.type': 'send',
        'messaging.batch.message_count': 3,
        'messaging.message.id': 'm-0',
      },
    });
    expect(spans[1]).toMatchObject({ status: 'error', attributes: { 'error.type': 'InternalError' } });
    const [first, second, third] = command.input.PublishBatchRequestEntries ?? [];
    expect(first?.MessageAttributes?.['traceparent']?.StringValue).toBe(
      `00-${TRACE_ID}-${spans[0]?.spanId}-01`,
    );
    expect(Object.keys(second?.MessageAttributes ?? {})).toEqual(['type', 'traceparent']);
    expect(third?.MessageAttributes).toBeUndefined();
  });

  it('stays within the size that SNS takes: then the event alone carries the trace', async () => {
    const spans = recordedSpans();
    const { sns } = clientsThatGet('<PublishResponse><PublishResult/></PublishResponse>');
    const command = new PublishCommand({ TopicArn: TOPIC, Message: EVENT.padEnd(256 * 1024 - 10) });
    await sns.send(command);
    expect(spans).toHaveLength(1);
    expect(command.input.MessageAttributes).toBeUndefined();
  });

  it('stays within the ten attributes that SQS takes', async () => {
    recordedSpans();
    const { sns } = clientsThatGet('<PublishResponse><PublishResult/></PublishResponse>');
    const ten = Array.from({ length: 10 }, (_, index) => [
      `a${index}`,
      { DataType: 'String', StringValue: 'x' },
    ]);
    const command = new PublishCommand({
      TopicArn: TOPIC,
      Message: EVENT,
      MessageAttributes: Object.fromEntries(ten),
    });
    await sns.send(command);
    expect(Object.keys(command.input.MessageAttributes ?? {})).toHaveLength(10);
  });

  it('that fails as a whole fails each span, and the caller gets the error', async () => {
    const spans = recordedSpans();
    const { sns } = clientsThatGet('nonsense');
    const command = new PublishCommand({ TopicArn: TOPIC, Message: EVENT });
    await expect(sns.send(command)).rejects.toThrow();
    expect(spans[0]).toMatchObject({ status: 'error' });
  });

  it('is left alone where tracing is off', async () => {
    const spans = recordedSpans('');
    const { sns } = clientsThatGet('<PublishResponse><PublishResult/></PublishResponse>');
    const command = new PublishCommand({ TopicArn: TOPIC, Message: EVENT });
    await sns.send(command);
    expect(spans).toEqual([]);
    expect(command.input.MessageAttributes).toBeUndefined();
  });
});

describe('a message to a queue', () => {
  it('belongs to the active span; other calls of the queue do not', async () => {
    const spans = recordedSpans();
    const { sqs } = clientsThatGet(SENT);
    const parent = new Span({ name: 'x', kind: 'server', parent: parseTraceparent(SAMPLED_PARENT) });
    const command = new SendMessageCommand({ QueueUrl: QUEUE, MessageBody: '{}' });
    await runInSpan(parent, async () => {
      await sqs.send(command);
      await sqs.send(new DeleteMessageCommand({ QueueUrl: QUEUE, ReceiptHandle: 'r' }));
    });
    const [send] = spans;
    expect(spans).toHaveLength(2);
    expect(send).toMatchObject({
      parentSpanId: parent.context.spanId,
      name: 'send work',
      attributes: { 'messaging.system': 'aws_sqs', 'messaging.message.id': 'm-1' },
    });
    expect(command.input.MessageAttributes?.['traceparent']?.StringValue).toContain(send?.spanId);
  });

  it('without a trace is sent as it is', async () => {
    const spans = recordedSpans();
    const { sqs, requests } = clientsThatGet(SENT);
    await sqs.send(new SendMessageCommand({ QueueUrl: QUEUE, MessageBody: '{}' }));
    expect(spans).toEqual([]);
    expect(requests[0]).not.toContain('traceparent');
  });
});

describe('an event that is written', () => {
  const event = {
    id: '1.order',
    source: '/shop/orders',
    type: 'shop.order.placed',
    subject: '1',
    time: new Date(0),
    dataschema: 'urn:shop:schemas:order:v1',
    data: Buffer.from('c301000102030405060708ff', 'hex'),
  };
  const inTrace = (traceparent: string) =>
    runInSpan(new Span({ name: 'x', kind: 'server', parent: parseTraceparent(traceparent) }), async () =>
      JSON.parse(writeEvent(event)),
    );

  it('carries the span of its creation, from which its consumers continue', async () => {
    const spans = recordedSpans();
    const written = await inTrace(SAMPLED_PARENT);
    const [create] = spans;
    expect(create).toMatchObject({ name: 'create shop.order.placed', kind: 'producer', traceId: TRACE_ID });
    expect(create?.attributes['dataflow.event.schema']).toBe('urn:shop:schemas:order:v1');
    expect(written.traceparent).toBe(`00-${TRACE_ID}-${create?.spanId}-01`);
  });

  it('twice in one request is one span, with what was written last', async () => {
    const spans = recordedSpans();
    const request = new Span({ name: 'x', kind: 'server', parent: parseTraceparent(SAMPLED_PARENT) });
    const [first, second] = await runInSpan(request, async () => [
      JSON.parse(writeEvent(event)),
      JSON.parse(writeEvent({ ...event, dataschema: 'urn:shop:schemas:order:v2' })),
    ]);
    expect(spans.map(({ name }) => name)).toEqual(['create shop.order.placed', 'x']);
    expect(spans[0]?.attributes['dataflow.event.schema']).toBe('urn:shop:schemas:order:v2');
    expect(second.traceparent).toBe(first.traceparent);
  });

  it('passes on that its trace is not sampled', async () => {
    const spans = recordedSpans();
    expect((await inTrace(UNSAMPLED_PARENT)).traceparent).toMatch(/-00$/);
    expect(spans).toEqual([]);
  });

  it('carries none outside a trace', () => {
    recordedSpans();
    expect(JSON.parse(writeEvent(event))).not.toHaveProperty('traceparent');
  });
});
