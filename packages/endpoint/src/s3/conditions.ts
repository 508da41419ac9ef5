import { z } from 'zod';
import { s3Error } from './errors.ts';
import { httpDate } from './inputs.ts';
import { quote, unquote } from './naming.ts';
import type { StoredObject } from './store/object-versions.ts';

export const readConditionInput = {
  IfMatch: z.string().optional(),
  IfNoneMatch: z.string().optional(),
  IfModifiedSince: httpDate.optional(),
  IfUnmodifiedSince: httpDate.optional(),
};

export const writeConditionInput = {
  IfMatch: z.string().optional(),
  IfNoneMatch: z.string().optional(),
};

type ReadConditions = z.output<z.ZodObject<typeof readConditionInput>>;
export type WriteConditions = z.output<z.ZodObject<typeof writeConditionInput>>;
type Condition = keyof ReadConditions;

const HEADERS: Record<Condition, string> = {
  IfMatch: 'If-Match',
  IfNoneMatch: 'If-None-Match',
  IfModifiedSince: 'If-Modified-Since',
  IfUnmodifiedSince: 'If-Unmodified-Since',
};

/** RFC 9110, 13.2.2, in the form S3 gives it: an ETag that was asked for outweighs a date. */
export function checkReadConditions(object: StoredObject, conditions: ReadConditions): void {
  const failed = failedCondition(object, conditions);
  if (failed === undefined) return;
  if (failed === 'IfMatch' || failed === 'IfUnmodifiedSince')
    throw s3Error.preconditionFailed(HEADERS[failed]);
  throw s3Error.notModified({
    etag: quote(object.etag),
    'last-modified': object.modified.toUTCString(),
  });
}

/** As read conditions, but a source that has not changed is a failed precondition too. */
export function checkCopyConditions(object: StoredObject, conditions: ReadConditions): void {
  const failed = failedCondition(object, conditions);
  if (failed !== undefined) throw s3Error.preconditionFailed(`x-amz-copy-source-${HEADERS[failed]}`);
}

function failedCondition(object: StoredObject, conditions: ReadConditions): Condition | undefined {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, object.etag)) return 'IfMatch';
  } else if (IfUnmodifiedSince !== undefined && seconds(object.modified) > seconds(IfUnmodifiedSince)) {
    return 'IfUnmodifiedSince';
  }
  if (IfNoneMatch !== undefined) return matches(IfNoneMatch, object.etag) ? 'IfNoneMatch' : undefined;
  const unchanged = IfModifiedSince !== undefined && seconds(object.modified) <= seconds(IfModifiedSince);
  return unchanged ? 'IfModifiedSince' : undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export function checkWriteConditions(
  current: StoredObject | undefined,
  { IfMatch, IfNoneMatch }: WriteConditions,
  key: string,
): void {
  if (IfMatch !== undefined && IfNoneMatch !== undefined) {
    throw s3Error.headerNotImplemented(
      'If-Match,If-None-Match',
      'Multiple conditional request headers present in the request',
    );
  }
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') throw valueNotAccepted('If-None-Match');
    if (current !== undefined) throw s3Error.preconditionFailed('If-None-Match');
  }
  if (IfMatch === '*') throw valueNotAccepted('If-Match');
  checkDeleteCondition(current, IfMatch, key);
}

/** Unlike a write, a delete may ask for any object: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html */
export function checkDeleteCondition(
  current: StoredObject | undefined,
  etag: string | undefined,
  key: string,
): void {
  if (etag === undefined) return;
  if (current === undefined) throw s3Error.noSuchKey(key);
  if (!matches(etag, current.etag)) throw s3Error.preconditionFailed('If-Match');
}

function valueNotAccepted(header: string) {
  return s3Error.headerNotImplemented(
    header,
    `We don't accept the provided value of ${header} header for this API`,
  );
}

/** The same once the body has arrived: what fails only now was changed by another client in the meantime. */
export function checkNoConflict(
  current: StoredObject | undefined,
  conditions: WriteConditions,
  key: string,
): void {
  try {
    checkWriteConditions(current, conditions, key);
  } catch {
    throw conflict(conditions, key);
  }
}

/** The refusal of a conditional write whose object was put or deleted while it was under way. */
export function conflict(conditions: WriteConditions, key: string) {
  const condition = conditions.IfNoneMatch === undefined ? 'If-Match' : 'If-None-Match';
  return s3Error.conditionalRequestConflict(condition, key);
}

function matches(condition: string, etag: string): boolean {
  return condition.split(',').some((part) => part.trim() === '*' || unquote(part.trim()) === etag);
}

/** HTTP dates carry whole seconds. */
function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
