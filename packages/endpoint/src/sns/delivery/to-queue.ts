import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import type { EndpointContext } from '../../core/context.ts';
import { type Publication, textFor } from '../publication.ts';
import type { SubscriptionRecord } from '../subscriptions.ts';
import { envelope } from './envelope.ts';
import { type Failure, failureOf } from './failure.ts';

/** More cannot be mapped to a raw message: https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
const MAX_RAW_ATTRIBUTES = 10;
/** What SQS takes in one batch. Envelopes can be larger than what was published. */
const MAX_BATCH_BYTES = 1_048_576;

interface Outgoing {
  readonly publication: Publication;
  readonly entry: SendMessageBatchRequestEntry;
}

/** Sends publications to a subscriber's queue in their order; answers those that failed. */
export async function deliverToQueue(
  context: EndpointContext,
  subscription: SubscriptionRecord,
  publications: readonly Publication[],
): Promise<Failure[]> {
  const isRaw = subscription.attributes['RawMessageDelivery'] === 'true';
  const possible = publications.filter((publication) => !isRaw || canBeRaw(publication));
  const failures = publications
    .filter((publication) => !possible.includes(publication))
    .map((publication) => ({
      publication,
      code: 'InvalidParameterValue',
      reason: `Raw message delivery takes at most ${MAX_RAW_ATTRIBUTES} message attributes.`,
    }));
  return [...failures, ...(await sendToQueue(context, subscription, subscription.endpoint, possible))];
}

/**
 * Sends publications to any queue, as the subscription would have them.
 * @param queueArn the subscriber's queue, or its dead-letter queue.
 */
export async function sendToQueue(
  context: EndpointContext,
  subscription: SubscriptionRecord,
  queueArn: string,
  publications: readonly Publication[],
): Promise<Failure[]> {
  if (publications.length === 0) return [];
  try {
    const [account = '', name = ''] = queueArn.split(':').slice(4);
    const queueUrl = `${context.url()}/${account}/${name}`;
    const outgoing = publications.map((publication, index) => ({
      publication,
      entry: entryOf(context, subscription, queueArn, publication, index),
    }));
    const failures: Failure[] = [];
    for (const batch of batches(outgoing))
      failures.push(...(await send(context, queueUrl, subscription.topicArn, batch)));
    return failures;
  } catch (thrown) {
    return publications.map((publication) => failureOf(publication, thrown));
  }
}

function entryOf(
  context: EndpointContext,
  subscription: SubscriptionRecord,
  queueArn: string,
  publication: Publication,
  index: number,
): SendMessageBatchRequestEntry {
  const { groupId, deduplicationId, attributes, traceHeader } = publication;
  const isRaw = subscription.attributes['RawMessageDelivery'] === 'true' && canBeRaw(publication);
  const toFifoQueue = queueArn.endsWith('.fifo');
  const fromFifoTopic = publication.sequenceNumber !== undefined;
  return {
    Id: String(index),
    MessageBody: isRaw ? textFor('sqs', publication) : envelope(context, subscription, publication),
    ...(isRaw && { MessageAttributes: attributes }),
    ...(traceHeader !== undefined && {
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: traceHeader } },
    }),
    // A standard topic hands a group on to standard queues only, for their fairness (API_Publish.html).
    ...(toFifoQueue === fromFifoTopic && groupId !== undefined && { MessageGroupId: groupId }),
    ...(toFifoQueue && deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
  };
}

function canBeRaw(publication: Publication): boolean {
  return Object.keys(publication.attributes).length <= MAX_RAW_ATTRIBUTES;
}

/** All together, or one by one where they are too large for that. */
function batches(outgoing: readonly Outgoing[]): (readonly Outgoing[])[] {
  const bytes = outgoing.reduce(
    (sum, { entry, publication }) => sum + Buffer.byteLength(entry.MessageBody ?? '') + sizeHint(publication),
    0,
  );
  return bytes <= MAX_BATCH_BYTES ? [outgoing] : outgoing.map((one) => [one]);
}

/** At least what the attributes weigh. */
function sizeHint(publication: Publication): number {
  return JSON.stringify(publication.attributes).length;
}

async function send(
  context: EndpointContext,
  queueUrl: string,
  topicArn: string,
  batch: readonly Outgoing[],
): Promise<Failure[]> {
  const { Failed = [] } = await context.call(
    'sqs',
    'SendMessageBatch',
    { QueueUrl: queueUrl, Entries: batch.map(({ entry }) => entry) },
    { sourceArn: topicArn },
  );
  return Failed.flatMap(({ Id, Code = 'InternalError', Message = '' }) => {
    const failed = batch.find(({ entry }) => entry.Id === Id);
    return failed === undefined ? [] : [{ publication: failed.publication, code: Code, reason: Message }];
  });
}
