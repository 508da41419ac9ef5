import type { EndpointContext } from '../../core/context.ts';
import type { MessageAttribute } from '../message-attributes.ts';
import { type Publication, textFor } from '../publication.ts';
import type { SubscriptionRecord } from '../subscriptions.ts';

/**
 * Stands where AWS puts its signature. The endpoint has no certificate of AWS to sign with, and says so rather than
 * show something that looks like a signature.
 */
const NOT_SIGNED = 'Tm90IHNpZ25lZDogdGhpcyBtZXNzYWdlIGNvbWVzIGZyb20gYSBsb2NhbCBlbmRwb2ludC4=';

/**
 * A notification as queues receive it: https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html.
 * Those of FIFO topics have a sequence number and no signature.
 */
export function envelope(
  context: EndpointContext,
  { arn, protocol }: SubscriptionRecord,
  publication: Publication,
): string {
  const { messageId, topicArn, sequenceNumber, subject, attributes, timestamp } = publication;
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    SequenceNumber: sequenceNumber,
    TopicArn: topicArn,
    Subject: subject,
    Message: textFor(protocol, publication),
    Timestamp: timestamp.toISOString(),
    ...(sequenceNumber === undefined && {
      SignatureVersion: '1',
      Signature: NOT_SIGNED,
      SigningCertURL: signingCertificateUrl(context),
    }),
    UnsubscribeURL: unsubscribeUrl(context, arn),
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributesByType(attributes) }),
  });
}

/** The event that a function receives: https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function lambdaEvent(
  context: EndpointContext,
  { arn, protocol }: SubscriptionRecord,
  publication: Publication,
): string {
  const { messageId, topicArn, subject, attributes, timestamp } = publication;
  return JSON.stringify({
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: arn,
        Sns: {
          Type: 'Notification',
          MessageId: messageId,
          TopicArn: topicArn,
          Subject: subject ?? null,
          Message: textFor(protocol, publication),
          Timestamp: timestamp.toISOString(),
          SignatureVersion: '1',
          Signature: NOT_SIGNED,
          SigningCertUrl: signingCertificateUrl(context),
          UnsubscribeUrl: unsubscribeUrl(context, arn),
          MessageAttributes: attributesByType(attributes),
        },
      },
    ],
  });
}

function attributesByType(attributes: Record<string, MessageAttribute>) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        Type: DataType,
        Value: BinaryValue === undefined ? StringValue : Buffer.from(BinaryValue).toString('base64'),
      },
    ]),
  );
}

function signingCertificateUrl(context: EndpointContext): string {
  return `${context.url()}/SimpleNotificationService-local.pem`;
}

function unsubscribeUrl(context: EndpointContext, subscriptionArn: string): string {
  return `${context.url()}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`;
}
