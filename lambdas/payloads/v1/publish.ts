import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { type PayloadKind, PRODUCT_CHANGED } from '../../../schemas/events/product-events.ts';
import { ShopError } from '../../shared/errors.ts';
import { logger } from '../../shared/logging.ts';
import { type Payload, writeChangeEvent } from '../../shared/messaging/payload-kinds/change-event.ts';
import type { ClaimStore } from '../../shared/messaging/payload-kinds/claim-store.ts';
import { deltaPayload } from '../../shared/messaging/payload-kinds/delta.ts';
import { fullPayload } from '../../shared/messaging/payload-kinds/full.ts';
import { referencePayload } from '../../shared/messaging/payload-kinds/reference.ts';
import { parse } from '../../shared/parse.ts';
import { textFault } from '../../shared/text-fault.ts';
import { messageOf } from '../domain.ts';
import { avroValue, encodeProduct, PRODUCT_SCHEMAS } from './product-schemas.ts';
import { type ChangeRequest, type Published, publishRequest } from './requests.ts';

const SOURCE = '/payloads/products';
const DAY_MS = 24 * 60 * 60 * 1000;

export interface PublisherOptions {
  sns: SNSClient;
  topics: Record<PayloadKind, string>;
  claims: ClaimStore;
  /** How long the payload of a reference is kept. */
  keptDays: number;
  clock: () => Date;
}

/**
 * Publishes changes, those of each product in the order of the request. A change that cannot be published is answered with
 * its code, and the others go on.
 */
export function publisher(options: PublisherOptions) {
  return async (request: unknown): Promise<Published[]> => {
    const { changes } = parse(publishRequest, request);
    const fault = textFault(changes);
    if (fault !== undefined) throw new ShopError('bad-request', fault);
    const results = new Map<ChangeRequest, Published>();
    const groups = Map.groupBy(changes, ({ kind, after }) => `${kind} ${after.productId}`);
    await Promise.all(
      groups.values().map(async (group) => {
        for (const change of group) results.set(change, await publishOrRefuse(options, change));
      }),
    );
    return changes.flatMap((change) => results.get(change) ?? []);
  };
}

async function publishOrRefuse(options: PublisherOptions, change: ChangeRequest): Promise<Published> {
  try {
    return await publish(options, change);
  } catch (error) {
    const { eventId } = messageOf(change.after, change.kind, change.attempt);
    const { code } = ShopError.from(error);
    if (code === 'internal') logger.error('change not published', { eventId, error: asError(error) });
    return { ok: false, eventId, code };
  }
}

function asError(error: unknown): Error | undefined {
  return error instanceof Error ? error : undefined;
}

async function publish({ sns, topics, claims, keptDays, clock }: PublisherOptions, change: ChangeRequest) {
  const { kind, after, attempt } = change;
  const { eventId, groupId, deduplicationId } = messageOf(after, kind, attempt);
  const time = clock();
  const until = change.fault === 'expired' ? time : new Date(time.getTime() + keptDays * DAY_MS);
  const { payload, storedBytes } = await payloadOf(change, claims, until);
  const message = writeChangeEvent(
    {
      id: eventId,
      source: SOURCE,
      type: PRODUCT_CHANGED,
      subject: after.productId,
      time,
      recordVersion: after.version,
    },
    payload,
  );
  await sns.send(
    new PublishCommand({
      TopicArn: topics[kind],
      Message: message,
      MessageGroupId: groupId,
      MessageDeduplicationId: deduplicationId,
    }),
  );
  const bytes = Buffer.byteLength(message);
  return { ok: true as const, eventId, bytes, storedBytes, publishedAt: time.toISOString() };
}

async function payloadOf(
  { kind, before, after, schema, fault }: ChangeRequest,
  claims: ClaimStore,
  until: Date,
): Promise<{ payload: Payload; storedBytes: number }> {
  switch (kind) {
    case 'full': {
      const payload = fullPayload(
        PRODUCT_SCHEMAS[schema],
        `urn:shop:schemas:product:v${schema}`,
        avroValue(after),
      );
      return { payload, storedBytes: 0 };
    }
    case 'delta': {
      const base = before && { version: before.version, record: before };
      return { payload: deltaPayload(base, after), storedBytes: 0 };
    }
    case 'reference': {
      const record = encodeProduct(schema, after);
      const payload = await referencePayload(claims, record, until);
      if (fault === 'altered') await claims.put(payload.data.key, otherBytes(record));
      return { payload, storedBytes: record.length };
    }
  }
}

/** Of the same length, so that only the hash can tell. */
function otherBytes(record: Buffer): Buffer {
  const other = Buffer.from(record);
  other[other.length - 1] = ~(other.at(-1) ?? 0) & 0xff;
  return other;
}
