import { textFault } from '../../text-fault.ts';
import { RefusedEvent } from '../refused-event.ts';
import type { Payload, ReceivedChange } from './change-event.ts';
import { applyMergePatch, createMergePatch, isObject, type JsonObject } from './merge-patch.ts';

/** https://www.rfc-editor.org/rfc/rfc7396#section-4 */
export const MERGE_PATCH = 'application/merge-patch+json';

/** A record as JSON, at one of its versions. */
export interface VersionedRecord {
  version: number;
  record: JsonObject;
}

/** Version 0 of every record. */
const NOTHING: VersionedRecord = { version: 0, record: {} };

/** What has changed since `before`; without it the record is new. A consumer needs exactly that version of the record. */
export function deltaPayload(before: VersionedRecord | undefined, after: JsonObject): Payload {
  const base = before ?? NOTHING;
  return {
    datacontenttype: MERGE_PATCH,
    baseversion: base.version,
    data: createMergePatch(base.record, after),
  };
}

/**
 * The record after the change, not yet checked.
 *
 * @throws RefusedEvent `missing-base` when the change was made to another version than the consumer has, `invalid-data`
 * when the data is no merge patch of a record
 */
export function applyDelta(current: VersionedRecord | undefined, event: ReceivedChange): JsonObject {
  const { data, datacontenttype, baseVersion } = event;
  if (
    datacontenttype !== MERGE_PATCH ||
    baseVersion === undefined ||
    !isObject(data) ||
    Buffer.isBuffer(data)
  ) {
    throw new RefusedEvent('invalid-data', `the data is not ${MERGE_PATCH} with a baseversion`);
  }
  const fault = textFault(data);
  if (fault !== undefined) throw new RefusedEvent('invalid-data', `the patch ${fault}`);
  const base = current ?? NOTHING;
  if (base.version !== baseVersion) {
    throw new RefusedEvent(
      'missing-base',
      `the base is version ${baseVersion}, and the consumer has ${base.version}`,
    );
  }
  return applyMergePatch(base.record, data) as JsonObject;
}
