import type { ConsumerName, System } from '../system.ts';

/** Who could not process what is in a dead-letter queue. */
export type DeadLetterOwner = ConsumerName | 'relay';

/**
 * - `dead-letters`: messages that the consumer parked, or that failed as often as the queue allows.
 * - `undelivered`: messages that the topic could not deliver to the consumer's queue.
 * - `set-aside`: reports of outbox items that the relay cannot publish.
 */
export type DeadLetterQueueKind = 'dead-letters' | 'undelivered' | 'set-aside';

export interface DeadLetterQueue {
  owner: DeadLetterOwner;
  kind: DeadLetterQueueKind;
  url: string;
  /** Where its messages can be sent back to; undefined for reports, which are no events. */
  source: { consumer: ConsumerName; url: string } | undefined;
}

/** The dead-letter queues of all consumers, or of those in `owners`. */
export function deadLetterQueues(
  { consumers, relay }: Pick<System, 'consumers' | 'relay'>,
  owners?: ReadonlySet<DeadLetterOwner>,
): DeadLetterQueue[] {
  // The keys of `consumers` are its type's.
  const names = Object.keys(consumers) as ConsumerName[];
  const all = names.flatMap((consumer): DeadLetterQueue[] => {
    const { deadLetterUrl, undeliveredUrl, queueUrl } = consumers[consumer];
    const source = { consumer, url: queueUrl };
    return [
      { owner: consumer, kind: 'dead-letters', url: deadLetterUrl, source },
      { owner: consumer, kind: 'undelivered', url: undeliveredUrl, source },
    ];
  });
  all.push({ owner: 'relay', kind: 'set-aside', url: relay.setAsideUrl, source: undefined });
  return all.filter(({ owner }) => owners?.has(owner) ?? true);
}
