import { sequenceNumber } from '../core/sequence.ts';
import { attributesMd5, selectAttributes } from './message-attributes.ts';
import type { Received } from './queue/queue.ts';

/** A message as ReceiveMessage shows it: with the attributes that were asked for, and their digest. */
export function renderReceived(
  message: Received,
  isFifo: boolean,
  systemNames: readonly string[],
  attributeNames: readonly string[],
) {
  const attributes = selectAttributes(message.attributes, attributeNames);
  const system = systemAttributes(message, isFifo, systemNames);
  const hasAttributes = Object.keys(attributes).length > 0;
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: message.bodyMd5,
    Body: message.body,
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(hasAttributes && {
      MessageAttributes: attributes,
      MD5OfMessageAttributes: attributesMd5(attributes),
    }),
  };
}

function systemAttributes(message: Received, isFifo: boolean, wanted: readonly string[]) {
  const all: Record<string, string | undefined> = {
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ApproximateReceiveCount: String(message.receiveCount),
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
    MessageDeduplicationId: message.deduplicationId,
    MessageGroupId: message.groupId,
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    SequenceNumber: isFifo ? sequenceNumber(message.order) : undefined,
  };
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined && (wanted.includes('All') || wanted.includes(name))) shown[name] = value;
  }
  return shown;
}
