import { InvokeCommand } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import type { DriverContext } from '../context.ts';

type Context = Pick<DriverContext, 'aws' | 'signal'>;

export interface HandedMessage {
  messageId: string;
  group: string;
  /** A CloudEvent as JSON. */
  body: string;
}

export interface ConsumerAnswer {
  /** The Lambda version that answered. */
  version: string;
  /** Ids of messages that are to come again. */
  failed: string[];
}

const Answer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

/**
 * Hands messages over as the event source of a FIFO queue does. They are in no queue, so what fails does not come again.
 *
 * @param qualifier a version or an alias
 * @throws when the function itself fails
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export async function invokeConsumer(
  { aws, signal }: Context,
  functionName: string,
  qualifier: string,
  messages: readonly HandedMessage[],
): Promise<ConsumerAnswer> {
  const Records = messages.map(({ messageId, group, body }) => ({
    messageId,
    receiptHandle: messageId,
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      ApproximateFirstReceiveTimestamp: '0',
      SentTimestamp: '0',
      SenderId: 'driver',
      MessageGroupId: group,
      MessageDeduplicationId: messageId,
      SequenceNumber: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${functionName}.fifo`,
    awsRegion: 'us-east-1',
  }));
  const { FunctionError, Payload, ExecutedVersion } = await aws.lambda.send(
    new InvokeCommand({
      FunctionName: functionName,
      Qualifier: qualifier,
      Payload: JSON.stringify({ Records }),
    }),
    { abortSignal: signal },
  );
  if (FunctionError !== undefined) throw new Error(`${functionName}:${qualifier} failed: ${FunctionError}`);
  const { batchItemFailures } = Answer.parse(JSON.parse(Buffer.from(Payload ?? []).toString('utf8')));
  return {
    version: ExecutedVersion ?? qualifier,
    failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
  };
}
