import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { DEAD_LETTER_ATTRIBUTES } from '../../schemas/events/dead-letter.ts';
import type { PayloadKind } from '../../schemas/events/product-events.ts';
import type { DriverContext } from '../context.ts';

/** An event that the consumer of a payload kind gave up. */
export interface Parked {
  kind: PayloadKind;
  productId: string;
  /** As the consumer noted it; `retries-exhausted` where the queue gave the event up. */
  cause: string;
}

/**
 * Takes what is in the dead-letter queue of a payload kind now, if it is about a product whose id begins with `prefix`.
 * What others have parked becomes visible again.
 */
export async function takeParked(
  { aws, system, signal }: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  kind: PayloadKind,
  prefix: string,
): Promise<Parked[]> {
  const QueueUrl = system.payloads.kinds[kind].deadLetterUrl;
  const parked: Parked[] = [];
  for (;;) {
    const { Messages = [] } = await aws.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['MessageGroupId'],
      }),
      { abortSignal: signal },
    );
    const own = Messages.filter(({ Attributes }) => Attributes?.MessageGroupId?.startsWith(prefix));
    if (own.length === 0) return parked;
    await aws.sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: own.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
      { abortSignal: signal },
    );
    for (const { Attributes, MessageAttributes } of own) {
      const cause = MessageAttributes?.[DEAD_LETTER_ATTRIBUTES.cause]?.StringValue ?? 'retries-exhausted';
      parked.push({ kind, productId: Attributes?.MessageGroupId ?? '', cause });
    }
  }
}
