import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { PermanentCause } from '../../../schemas/events/dead-letter.ts';
import { required } from '../../shared/environment.ts';
import { logger } from '../../shared/logging.ts';

const queue = required('SET_ASIDE_QUEUE_URL');
const sqs = new SQSClient({});

/** An outbox item that no retry will publish. */
export interface SetAside {
  sequenceNumber: string;
  /** The cause, or the code with which the topic refused the event. */
  code: string;
  /** Why no consumer could read it, or that the topic refused it. */
  cause: PermanentCause | 'refused-by-topic';
  /** Where the item is, for a repair; what is in it may be the problem. */
  keys: unknown;
}

/**
 * Reports an item that is given up to a queue, so that it does not keep every order behind it in the stream waiting. The item
 * itself stays in the outbox, unpublished.
 *
 * @returns whether the queue has it; until it does, the record must come again
 */
export async function setAside({ sequenceNumber, code, cause, keys }: SetAside): Promise<boolean> {
  logger.error('outbox item is set aside', { sequenceNumber, code, cause });
  try {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queue,
        MessageBody: JSON.stringify({ code, cause, keys, sequenceNumber }),
      }),
    );
    return true;
  } catch (error) {
    logger.error('outbox item could not be set aside', {
      sequenceNumber,
      error: error instanceof Error ? error : undefined,
    });
    return false;
  }
}
