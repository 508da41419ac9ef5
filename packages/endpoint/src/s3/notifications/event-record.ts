import type { EndpointContext } from '../../core/context.ts';

/** What S3 tells of: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html */
export type EventName =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:Post'
  | 'ObjectCreated:CompleteMultipartUpload'
  | 'ObjectRemoved:Delete'
  | 'ObjectRemoved:DeleteMarkerCreated'
  | 'ObjectTagging:Put'
  | 'ObjectTagging:Delete';

/** What happened to an object. */
export interface ObjectEvent {
  name: EventName;
  bucket: string;
  key: string;
  size?: number;
  /** Without quotes. */
  etag?: string;
  versionId?: string | undefined;
  /** Orders the events of a key; those of its tags have none. */
  sequence?: number;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export function eventRecord(context: EndpointContext, event: ObjectEvent, configurationId: string): object {
  const owner = { principalId: context.accountId };
  const id = context.newId();
  return {
    eventVersion: event.name.startsWith('ObjectTagging:') ? '2.3' : '2.1',
    eventSource: 'aws:s3',
    awsRegion: context.region,
    eventTime: new Date(context.clock.now()).toISOString(),
    eventName: event.name,
    userIdentity: owner,
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': id, 'x-amz-id-2': id },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId,
      bucket: { name: event.bucket, ownerIdentity: owner, arn: `arn:aws:s3:::${event.bucket}` },
      object: {
        // As a form encodes it: consumers decode before they read the object.
        key: encodeURIComponent(event.key).replaceAll('%20', '+').replaceAll('%2F', '/'),
        ...(event.size !== undefined && { size: event.size }),
        ...(event.etag !== undefined && { eTag: event.etag }),
        ...(event.versionId !== undefined && { versionId: event.versionId }),
        ...(event.sequence !== undefined && {
          sequencer: event.sequence.toString(16).toUpperCase().padStart(18, '0'),
        }),
      },
    },
  };
}
