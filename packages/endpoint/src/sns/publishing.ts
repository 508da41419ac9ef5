import { createHash } from 'node:crypto';
import { z } from 'zod';
import { record } from '../core/input.ts';
import { sequenceNumber } from '../core/sequence.ts';
import { namesTrace } from '../core/trace-header.ts';
import type { SnsEngine } from './engine.ts';
import { snsError } from './errors.ts';
import { attributeBytes, checkMessageAttributes, messageAttributesSchema } from './message-attributes.ts';
import type { PreparedPublication, Publication } from './publication.ts';
import type { AcceptedPublish, Topic } from './topics.ts';

/** What Publish and an entry of PublishBatch have in common. */
export const publishShape = {
  Message: z.string().default(''),
  Subject: z.string().optional(),
  MessageStructure: z.string().optional(),
  MessageAttributes: messageAttributesSchema,
  MessageGroupId: z.string().optional(),
  MessageDeduplicationId: z.string().optional(),
};

const publishSchema = z.object(publishShape);
type PublishInput = z.output<typeof publishSchema>;

/** Body and attributes of a message, and of a batch together: https://docs.aws.amazon.com/general/latest/gr/sns.html */
export const MAX_PUBLICATION_BYTES = 262_144;
const DEDUPLICATION_WINDOW_MS = 5 * 60 * 1000;
/** Alphanumeric characters and ASCII punctuation: API_Publish.html. */
const FIFO_ID = /^[!-~]{1,128}$/;
/** No line breaks and no control characters. */
const SUBJECT = /^\P{Cc}{1,100}$/u;

/** Checks what a publisher sent. @throws AwsError */
export function preparePublication(
  { context }: SnsEngine,
  topic: Topic,
  input: PublishInput,
  traceHeader: string | undefined,
): PreparedPublication {
  const { Message: message, Subject: subject } = input;
  if (message === '') throw snsError.invalidParameter('Empty message');
  if (subject !== undefined && !SUBJECT.test(subject)) throw snsError.invalidParameter('Subject');
  const attributes = checkMessageAttributes(input.MessageAttributes);
  if (publicationBytes(input) > MAX_PUBLICATION_BYTES) throw snsError.invalidParameter('Message too long');
  const byProtocol = readStructure(input);
  return {
    messageId: context.newId(),
    topicArn: topic.record.arn,
    subject,
    message: byProtocol['default'] ?? message,
    byProtocol,
    attributes,
    ...readIds(topic, input),
    ...(traceHeader !== undefined && namesTrace(traceHeader) && { traceHeader }),
    timestamp: new Date(context.clock.now()),
  };
}

/** The body and the attributes, as far as they count. */
export function publicationBytes(input: PublishInput): number {
  return Buffer.byteLength(input.Message) + attributeBytes(input.MessageAttributes);
}

export interface Published {
  MessageId: string;
  SequenceNumber: string | undefined;
}

/**
 * Accepts publications in their order and delivers those that are no repetitions: before it answers, or afterwards
 * where the endpoint is as realistic as AWS.
 */
export async function publish(
  engine: SnsEngine,
  topic: Topic,
  prepared: readonly PreparedPublication[],
): Promise<Published[]> {
  if (topic.record.isFifo) return publishInOrder(engine, topic, prepared);
  const publications = prepared.map((publication) => ({ ...publication, sequenceNumber: undefined }));
  await deliver(engine, topic, publications);
  return publications.map(({ messageId }) => ({ MessageId: messageId, SequenceNumber: undefined }));
}

async function deliver(engine: SnsEngine, topic: Topic, publications: readonly Publication[]): Promise<void> {
  if (engine.context.realistic) engine.pendingDeliveries.add(topic, publications);
  else await engine.deliveries.deliver(topic, publications);
}

async function publishInOrder(
  engine: SnsEngine,
  topic: Topic,
  prepared: readonly PreparedPublication[],
): Promise<Published[]> {
  const now = engine.context.clock.now();
  const fresh: AcceptedPublish[] = [];
  const publications: Publication[] = [];
  const results = prepared.map((publication): Published => {
    const key = deduplicationKey(topic, publication);
    const { messageId } = publication;
    let accepted = topic.accepted.find(key, now);
    if (accepted === undefined) {
      const until = now + DEDUPLICATION_WINDOW_MS;
      accepted = { owner: topic.record.arn, key, messageId, sequence: topic.sequence.next(), until };
      topic.accepted.hold(accepted);
      fresh.push(accepted);
      publications.push({ ...publication, sequenceNumber: sequenceNumber(accepted.sequence) });
    }
    return { MessageId: accepted.messageId, SequenceNumber: sequenceNumber(accepted.sequence) };
  });
  if (publications.length > 0) await deliver(engine, topic, publications);
  // Not before: after a crash the publisher, who has no answer, must be able to send it again.
  for (const accepted of fresh) topic.accepted.keep(accepted);
  return results;
}

function deduplicationKey(topic: Topic, { deduplicationId, groupId }: PreparedPublication): string {
  const perGroup = topic.record.attributes['FifoThroughputScope'] === 'MessageGroup';
  return JSON.stringify(perGroup ? [deduplicationId, groupId] : [deduplicationId]);
}

function readIds(topic: Topic, input: PublishInput) {
  const groupId = checkId('MessageGroupId', input.MessageGroupId);
  const deduplicationId = checkId('MessageDeduplicationId', input.MessageDeduplicationId);
  if (!topic.record.isFifo) {
    if (deduplicationId !== undefined) {
      throw snsError.invalidParameter(
        'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
      );
    }
    return { groupId, deduplicationId };
  }
  if (groupId === undefined) {
    throw snsError.invalidParameter('The MessageGroupId parameter is required for FIFO topics');
  }
  if (deduplicationId !== undefined) return { groupId, deduplicationId };
  if (topic.record.attributes['ContentBasedDeduplication'] !== 'true') {
    throw snsError.invalidParameter(
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return { groupId, deduplicationId: createHash('sha256').update(input.Message).digest('hex') };
}

function checkId(name: string, value: string | undefined): string | undefined {
  if (value !== undefined && !FIFO_ID.test(value)) {
    throw snsError.invalidParameter(
      `${name} Reason: it can only include alphanumeric and punctuation characters. 1 to 128 in length`,
    );
  }
  return value;
}

/** Texts by protocol; a `default` among them is required (API_Publish.html, MessageStructure). */
function readStructure({ Message, MessageStructure }: PublishInput): Record<string, string> {
  if (MessageStructure === undefined) return {};
  if (MessageStructure !== 'json') throw snsError.invalidParameter('MessageStructure');
  let structure: unknown;
  try {
    structure = JSON.parse(Message);
  } catch {
    throw snsError.invalidParameter('Message Structure - JSON message body failed to parse');
  }
  const texts = record(z.unknown()).safeParse(structure).data ?? {};
  if (typeof texts['default'] !== 'string') {
    throw snsError.invalidParameter('Message Structure - No default entry in JSON message body');
  }
  const entries = Object.entries(texts);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
