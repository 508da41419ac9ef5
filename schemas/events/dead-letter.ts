/** Why a consumer gives an event up. All but the last are permanent: a retry by the same release changes nothing. */
export const DEAD_LETTER_CAUSES = [
  /** Not a CloudEvent 1.0 with Avro data. */
  'malformed-event',
  /** A CloudEvents `type` that the release does not know. */
  'unknown-type',
  /** Written with a schema that the release does not have: a later release may. */
  'unknown-schema',
  /** The data does not match its own schema, or breaks a rule of the consumer. */
  'invalid-data',
  /** A delta that was made to another version of its record than the consumer has. */
  'missing-base',
  /** A claim check whose payload is not kept any longer. */
  'expired-reference',
  /** A claim check whose payload is not the one that was sent. */
  'altered-reference',
  /** The queue's redrive policy moved it: it failed as often as the queue hands a message over. */
  'retries-exhausted',
] as const;

export type DeadLetterCause = (typeof DEAD_LETTER_CAUSES)[number];

/** What a consumer finds by itself; retries are counted by the queue. */
export type PermanentCause = Exclude<DeadLetterCause, 'retries-exhausted'>;

/** What a parked message says about itself. A message without it was moved by the queue: `retries-exhausted`. */
export interface DeadLetter {
  cause: DeadLetterCause;
  /** The service that gave the message up, such as `analytics`. */
  consumer: string;
  /** The release of its code, such as `v1.1`. */
  release: string;
  /** SQS's id of the message that was given up; the parked one has another. */
  messageId: string;
  /** ISO 8601, UTC. */
  failedAt: string;
}

/** The message attributes (String) that carry it. */
export const DEAD_LETTER_ATTRIBUTES = {
  cause: 'cause',
  consumer: 'consumer',
  release: 'release',
  messageId: 'message-id',
  failedAt: 'failed-at',
} as const satisfies Record<keyof DeadLetter, string>;

/** A message that is received twice is parked once, within the five minutes in which SQS removes duplicates. */
export function parkedDeduplicationId(messageId: string): string {
  return `${messageId}.parked`;
}
