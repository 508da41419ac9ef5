import type { MessageAttribute } from './message-attributes.ts';

/** A message that a topic accepted. */
export interface Publication {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  /** What every protocol gets that has no text of its own. */
  readonly message: string;
  /** Texts by protocol, from `MessageStructure: json`. */
  readonly byProtocol: Readonly<Record<string, string>>;
  readonly attributes: Record<string, MessageAttribute>;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly timestamp: Date;
  /** Of the publisher's request; subscribers get it with the message. */
  readonly traceHeader?: string;
  /** FIFO topics only. */
  readonly sequenceNumber: string | undefined;
}

/** A publication without what the topic gives it when it accepts it. */
export type PreparedPublication = Omit<Publication, 'sequenceNumber'>;

export function textFor(protocol: string, publication: Publication): string {
  return publication.byProtocol[protocol] ?? publication.message;
}
