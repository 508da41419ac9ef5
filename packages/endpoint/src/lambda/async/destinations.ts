import type { EndpointContext } from '../../core/context.ts';
import type { Outcome } from '../execution/invocation.ts';
import { LATEST } from '../functions/function-record.ts';

export interface AsyncEvent {
  requestId: string;
  functionName: string;
  qualifier?: string;
  payload: Uint8Array;
  clientContext?: string;
  traceHeader?: string;
  acceptedAt: number;
  nextAttemptAt: number;
  /** Times that the function ran. */
  attempts: number;
  throttles: number;
}

export interface Ending {
  condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';
  /** Of the last attempt; none if there was not any. */
  outcome?: Outcome & { executedVersion: string };
}

/** Where the record of an asynchronous invocation can go. */
export const DESTINATION = /^arn:aws[\w-]*:(sqs|sns|lambda):[a-z0-9-]+:\d{12}:(.+)$/;

/**
 * Sends the record of an invocation to a destination.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export async function deliverRecord(
  context: EndpointContext,
  arn: string,
  functionArn: string,
  event: AsyncEvent,
  { condition, outcome }: Ending,
): Promise<void> {
  const record = JSON.stringify({
    version: '1.0',
    timestamp: new Date(context.clock.now()).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${functionArn}:${event.qualifier ?? LATEST}`,
      condition,
      approximateInvokeCount: event.attempts,
    },
    requestPayload: parse(event.payload),
    ...(outcome && {
      responseContext: {
        statusCode: 200,
        executedVersion: outcome.executedVersion,
        ...(outcome.failed && { functionError: 'Unhandled' }),
      },
      responsePayload: parse(outcome.payload),
    }),
  });
  await send(context, arn, record, {}, event.traceHeader);
}

/**
 * Sends the event itself to the function's dead-letter queue or topic.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq
 */
export async function deliverDeadLetter(
  context: EndpointContext,
  arn: string,
  event: AsyncEvent,
  { outcome }: Ending,
): Promise<void> {
  const error = outcome === undefined ? undefined : parse(outcome.payload);
  const message = (error as { errorMessage?: unknown } | undefined)?.errorMessage;
  await send(
    context,
    arn,
    Buffer.from(event.payload).toString('utf8'),
    {
      RequestID: { DataType: 'String', StringValue: event.requestId },
      ErrorCode: { DataType: 'Number', StringValue: '200' },
      // AWS sends the first kilobyte.
      ...(typeof message === 'string' &&
        message !== '' && { ErrorMessage: { DataType: 'String', StringValue: message.slice(0, 1024) } }),
    },
    event.traceHeader,
  );
}

type Attributes = Record<string, { DataType: string; StringValue: string }>;

async function send(
  context: EndpointContext,
  arn: string,
  body: string,
  attributes: Attributes,
  traceHeader: string | undefined,
): Promise<void> {
  const [, service, name = ''] = DESTINATION.exec(arn) ?? [];
  const options = traceHeader === undefined ? {} : { traceHeader };
  switch (service) {
    case 'sqs': {
      const { QueueUrl } = await context.call('sqs', 'GetQueueUrl', { QueueName: name });
      const message = { QueueUrl, MessageBody: body, MessageAttributes: attributes };
      await context.call('sqs', 'SendMessage', message, options);
      return;
    }
    case 'sns':
      await context.call(
        'sns',
        'Publish',
        { TopicArn: arn, Message: body, MessageAttributes: attributes },
        options,
      );
      return;
    case 'lambda':
      await context.call(
        'lambda',
        'Invoke',
        { FunctionName: arn, InvocationType: 'Event', Payload: Buffer.from(body, 'utf8') },
        options,
      );
      return;
    default:
      throw new Error(`No destination of this kind: ${arn}`);
  }
}

function parse(payload: Uint8Array): unknown {
  return JSON.parse(Buffer.from(payload).toString('utf8'));
}
