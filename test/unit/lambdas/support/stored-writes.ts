import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { vi } from 'vitest';

export type ConsumerHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** What a consumer does with a message. */
export interface Reaction {
  failed: number;
  /** The causes with which it parks messages. */
  parked: (string | undefined)[];
  /** The actions of its transactions, and what else it stores. */
  writes: Record<string, unknown>[];
}

/** Invokes a handler whose AWS clients send nothing. */
export async function reactionTo(handler: ConsumerHandler, ...Records: SQSRecord[]): Promise<Reaction> {
  const parked: Reaction['parked'] = [];
  const writes: Reaction['writes'] = [];
  vi.spyOn(SQSClient.prototype, 'send').mockImplementation(async (command: unknown) => {
    if (!(command instanceof SendMessageCommand)) throw new Error('unexpected');
    parked.push(command.input.MessageAttributes?.['cause']?.StringValue);
    return {};
  });
  vi.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation(async (command: unknown) => {
    if (command instanceof PutCommand) writes.push({ ...command.input.Item });
    else if (command instanceof TransactWriteCommand) writes.push(...(command.input.TransactItems ?? []));
    else throw new Error('unexpected');
    return {};
  });
  const { batchItemFailures } = await handler({ Records }, {
    getRemainingTimeInMillis: () => 8000,
  } as Context);
  return { failed: batchItemFailures.length, parked, writes };
}
