import { ApiClient } from '../../shared/api-client.ts';
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { logger } from '../../shared/logging.ts';
import { permanentCause } from '../../shared/messaging/refused-event.ts';
import { RegistryClient } from '../../shared/registry-client.ts';
import { checkEvent } from './check-event.ts';
import { messageAttributes } from './message-attributes.ts';
import type { OutboxRecord, RelayedEvent } from './outbox-record.ts';
import type { SetAside } from './set-aside.ts';

const registry = new RegistryClient(
  new ApiClient({
    name: 'the registry',
    apiId: required('REGISTRY_API_ID'),
    stage: required('REGISTRY_API_STAGE'),
    attemptMs: 5_000,
    totalMs: 10_000,
  }),
);

export interface CheckedEvents {
  /** What can be published. */
  fit: RelayedEvent[];
  /** What no retry makes fit. */
  unfit: SetAside[];
  /** Of which nothing is known, because the registry does not answer. */
  unknown: OutboxRecord[];
}

/** Checks the events of a batch at the same time. Never rejects. */
export async function checkEvents(
  records: readonly OutboxRecord[],
  remainingMs: number,
): Promise<CheckedEvents> {
  const checked: CheckedEvents = { fit: [], unfit: [], unknown: [] };
  const results = await Promise.allSettled(
    records.map(({ body }) => checkEvent(body, registry, remainingMs)),
  );
  for (const [index, record] of records.entries()) {
    const result = results[index];
    if (result?.status === 'fulfilled') {
      checked.fit.push({ ...record, attributes: messageAttributes(result.value, record.body) });
      continue;
    }
    const { sequenceNumber, eventId, key: keys } = record;
    const cause = permanentCause(result?.reason);
    const { code } = ShopError.from(result?.reason);
    if (cause !== undefined) checked.unfit.push({ sequenceNumber, code: cause, cause, keys });
    else {
      logger.error('event could not be checked', { eventId, code, error: asError(result?.reason) });
      checked.unknown.push(record);
    }
  }
  return checked;
}

function asError(reason: unknown): Error | undefined {
  return reason instanceof Error ? reason : undefined;
}
