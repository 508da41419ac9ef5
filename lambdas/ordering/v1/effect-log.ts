import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { effectKey, logHeadKey } from '../../../schemas/items/ordering-items.ts';
import { storedInteger } from '../../shared/fields.ts';
import { parse } from '../../shared/parse.ts';
import { documentClient } from '../../shared/table.ts';

export interface Effect {
  group: string;
  position: number;
  receives: number;
  environment: string;
  /** Milliseconds of the epoch. */
  startedAt: number;
  endedAt: number;
}

const head = z.object({ next: storedInteger });

/**
 * Appends to a log. The effects are in the order in which their offsets were taken, whichever environments they come
 * from: DynamoDB serialises the updates of one item.
 */
export async function appendEffect(TableName: string, log: string, effect: Effect): Promise<void> {
  const { Attributes } = await documentClient().send(
    new UpdateCommand({
      TableName,
      Key: logHeadKey(log),
      UpdateExpression: 'ADD #next :one',
      ExpressionAttributeNames: { '#next': 'next' },
      ExpressionAttributeValues: { ':one': 1 },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  const { next } = parse(head, Attributes, 'internal');
  const Item = { ...effectKey(log, next - 1), type: 'effect', ...effect };
  await documentClient().send(new PutCommand({ TableName, Item }));
}
