/** In which order and in which batches events are published. No clock, no network. */

export interface OutboxEvent {
  /** The stream's name for the record, by which a failure is reported. */
  sequenceNumber: string;
  /** Events of one group must arrive in order: an order's own. */
  group: string;
  eventId: string;
  body: string;
  /** What the attributes of the message add to its size. */
  attributeBytes?: number;
}

/** What one PublishBatch takes: ten entries, and 256 KiB all together. */
export const BATCH_LIMITS = { entries: 10, bytes: 256 * 1024 };

/**
 * Waves of batches: waves go out one after the other, the batches of a wave at the same time. No wave has two
 * events of one group, because SNS may take one entry of a batch and refuse another: the second event of a group
 * waits until the first is known to be out.
 */
export function planWaves<Event extends OutboxEvent>(
  events: readonly Event[],
  limits = BATCH_LIMITS,
): Event[][][] {
  const seen = new Map<string, number>();
  const waves = Map.groupBy(events, ({ group }) => {
    const before = seen.get(group) ?? 0;
    seen.set(group, before + 1);
    return before;
  });
  return [...waves.values()].map((wave) => intoBatches(wave, limits));
}

function intoBatches<Event extends OutboxEvent>(
  events: readonly Event[],
  limits: typeof BATCH_LIMITS,
): Event[][] {
  const batches: Event[][] = [];
  let batch: Event[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.body) + (event.attributeBytes ?? 0);
    if (batch.length > 0 && (batch.length === limits.entries || bytes + size > limits.bytes)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/** How long a published event stays in the outbox, for those who look into it. */
const KEPT_DAYS = 7;

/** What is noted in an outbox item once its event is out. Until then it has no end: an outage must not outlast it. */
export function publication(now: Date): { publishedAt: string; expiresAt: number } {
  return {
    publishedAt: now.toISOString(),
    expiresAt: Math.ceil(now.getTime() / 1000) + KEPT_DAYS * 24 * 3600,
  };
}
