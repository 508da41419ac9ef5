import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { required } from '../../shared/environment.ts';
import { logger } from '../../shared/logging.ts';
import { documentClient } from '../../shared/table.ts';
import { publication } from '../domain.ts';
import type { RelayedEvent } from './outbox-record.ts';

const table = required('SHARED_TABLE');

/**
 * Notes in the outbox that an event is out; only from then on may the item expire.
 *
 * @returns whether it is noted. If not, the record must come again: the topic has seen the event, and consumers are
 * idempotent, so publishing it twice does no harm.
 */
export async function markPublished({ key, eventId }: RelayedEvent, now: Date): Promise<boolean> {
  const { publishedAt, expiresAt } = publication(now);
  try {
    await documentClient().send(
      new UpdateCommand({
        TableName: table,
        Key: key,
        UpdateExpression:
          'SET publishedAt = if_not_exists(publishedAt, :publishedAt), expiresAt = :expiresAt',
        // An update would create an item that has been deleted, with nothing but the mark.
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':publishedAt': publishedAt, ':expiresAt': expiresAt },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return true;
    logger.error('event is out, and could not be marked so', {
      eventId,
      error: error instanceof Error ? error : undefined,
    });
    return false;
  }
}
