import { PublishBatchCommand, SNSClient, SNSServiceException } from '@aws-sdk/client-sns';
import { required } from '../../shared/environment.ts';
import { logger } from '../../shared/logging.ts';
import type { RelayedEvent } from './outbox-record.ts';

const topic = required('TOPIC_ARN');
const sns = new SNSClient({});

/** An event of a batch, and what the topic did with it. */
export interface Outcome {
  event: RelayedEvent;
  /** `failed` events come again; `refused` ones would be refused each time. */
  state: 'published' | 'failed' | 'refused';
  code?: string;
}

/** Publishes up to ten events, of which the topic may take some and not others. Never rejects. */
export async function publishBatch(batch: readonly RelayedEvent[]): Promise<Outcome[]> {
  try {
    const { Failed = [] } = await sns.send(
      new PublishBatchCommand({
        TopicArn: topic,
        PublishBatchRequestEntries: batch.map(({ group, eventId, body, attributes }, index) => ({
          Id: String(index),
          Message: body,
          MessageGroupId: group,
          MessageDeduplicationId: eventId,
          MessageAttributes: Object.fromEntries(
            [...attributes].map(([name, text]) => [name, { DataType: 'String', StringValue: text }]),
          ),
        })),
      }),
    );
    const failures = new Map(Failed.map((entry) => [entry.Id, entry]));
    return batch.map((event, index) => {
      const failure = failures.get(String(index));
      if (failure === undefined) return { event, state: 'published' };
      logger.error('event was not taken', { eventId: event.eventId, code: failure.Code });
      return outcome(event, failure.Code);
    });
  } catch (error) {
    const code = error instanceof SNSServiceException ? error.name : undefined;
    logger.error('batch was not taken', {
      events: batch.length,
      code,
      error: error instanceof Error ? error : undefined,
    });
    // One event may be what is wrong with a whole batch: each by itself shows which.
    if (isInvalid(code) && batch.length > 1) {
      return (await Promise.all(batch.map((event) => publishBatch([event])))).flat();
    }
    return batch.map((event) => outcome(event, code));
  }
}

function outcome(event: RelayedEvent, code: string | undefined): Outcome {
  const state = isInvalid(code) ? 'refused' : 'failed';
  return { event, state, ...(code !== undefined && { code }) };
}

/**
 * Whether SNS found fault with the message itself. Not by `SenderFault`, which it also reports for a missing topic and
 * a missing permission: those pass once they are mended, and until then every event waits.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html#API_PublishBatch_Errors
 */
function isInvalid(code: string | undefined): boolean {
  return (
    code !== undefined &&
    // A batch of one is too long because its event is.
    /^(InvalidParameter(Value)?|ParameterValueInvalid|ValidationException|BatchRequestTooLong)/.test(code)
  );
}
