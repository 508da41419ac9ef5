import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Message attributes, all of them text. */
export type MessageAttributes = Readonly<Record<string, string>>;

export interface SendQueue {
  send(body: unknown, attributes?: MessageAttributes): Promise<void>;
}

export interface PostponingQueue {
  /** Keeps a received message invisible for this long, from now on. */
  postpone(receiptHandle: string, seconds: number): Promise<void>;
}

/** An SQS queue as a service uses it. Bodies are JSON. */
export function queueAt(url: string): SendQueue & PostponingQueue {
  return {
    async send(body, attributes = {}) {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, text]) => [name, { DataType: 'String', StringValue: text }]),
      );
      const MessageBody = JSON.stringify(body);
      await client().send(new SendMessageCommand({ QueueUrl: url, MessageBody, MessageAttributes }));
    },
    async postpone(ReceiptHandle, VisibilityTimeout) {
      await client().send(
        new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout }),
      );
    },
  };
}

let made: SQSClient | undefined;

function client(): SQSClient {
  made ??= new SQSClient({});
  return made;
}
