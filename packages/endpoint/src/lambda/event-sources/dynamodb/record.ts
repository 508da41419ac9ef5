import type { _Record } from '@aws-sdk/client-dynamodb-streams';

/** A change as a function sees it: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
export function toRecord(record: _Record, streamArn: string): object {
  const { dynamodb, userIdentity, eventID, eventName, eventVersion, eventSource, awsRegion } = record;
  const created = dynamodb?.ApproximateCreationDateTime;
  return {
    eventID,
    eventName,
    eventVersion,
    eventSource,
    awsRegion,
    dynamodb: {
      ...dynamodb,
      ...(created && { ApproximateCreationDateTime: Math.floor(created.getTime() / 1000) }),
    },
    // Lower-case here, other than in the Streams API: time-to-live-ttl-streams.
    ...(userIdentity && {
      userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId },
    }),
    eventSourceARN: streamArn,
  };
}
