/**
 * What a notification configuration may ask for:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
 * Much of it never happens here: nothing expires, is replicated or restored.
 */
const EVENTS = new Set(
  `IntelligentTiering
  LifecycleExpiration:* LifecycleExpiration:Delete LifecycleExpiration:DeleteMarkerCreated
  LifecycleTransition
  ObjectAcl:Put
  ObjectAnnotation:* ObjectAnnotation:Delete ObjectAnnotation:Put
  ObjectCreated:* ObjectCreated:CompleteMultipartUpload ObjectCreated:Copy ObjectCreated:Post ObjectCreated:Put
  ObjectRemoved:* ObjectRemoved:Delete ObjectRemoved:DeleteMarkerCreated
  ObjectRestore:* ObjectRestore:Completed ObjectRestore:Delete ObjectRestore:Post
  ObjectRetention:Put
  ObjectTagging:* ObjectTagging:Delete ObjectTagging:Put
  ReducedRedundancyLostObject
  Replication:* Replication:OperationFailedReplication Replication:OperationMissedThreshold
  Replication:OperationNotTracked Replication:OperationReplicatedAfterThreshold`
    .split(/\s+/)
    .map((name) => `s3:${name}`),
);

export function isEvent(name: string): boolean {
  return EVENTS.has(name);
}

/** Whether some event is meant by both: `s3:ObjectCreated:*` means every way of creation. */
export function eventsMeet(one: string, other: string): boolean {
  return covers(one, other) || covers(other, one);
}

/** Whether an event, or a group of events, is among those that `wanted` names. */
export function covers(wanted: string, name: string): boolean {
  return wanted.endsWith(':*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}
