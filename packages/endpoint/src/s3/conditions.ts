import { z } from 'zod';
import { notImplemented } from '../core/errors.ts';
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

/** RFC 9110, 13.2.2, in the form S3 gives it: an ETag that was asked for outweighs a date. */
export function checkReadConditions(object: StoredObject, conditions: ReadConditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, object.etag)) throw s3Error.preconditionFailed('If-Match');
  } else if (IfUnmodifiedSince !== undefined && seconds(object.modified) > seconds(IfUnmodifiedSince)) {
    throw s3Error.preconditionFailed('If-Unmodified-Since');
  }
  const unchanged =
    IfNoneMatch !== undefined
      ? matches(IfNoneMatch, object.etag)
      : IfModifiedSince !== undefined && seconds(object.modified) <= seconds(IfModifiedSince);
  if (unchanged) {
    throw s3Error.notModified({
      etag: quote(object.etag),
      'last-modified': object.modified.toUTCString(),
    });
  }
}

/** As read conditions, but a source that has not changed is a failed precondition too. */
export function checkCopyConditions(object: StoredObject, conditions: ReadConditions): void {
  try {
    checkReadConditions(object, conditions);
  } catch (error) {
    const unchanged = error instanceof Error && 'code' in error && error.code === 'NotModified';
    throw unchanged ? s3Error.preconditionFailed('x-amz-copy-source-If-None-Match') : error;
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export function checkWriteConditions(
  current: StoredObject | undefined,
  { IfMatch, IfNoneMatch }: WriteConditions,
  key: string,
): void {
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') throw notImplemented('s3', 'If-None-Match on a write with anything but *');
    if (current !== undefined) throw s3Error.preconditionFailed('If-None-Match');
  }
  if (IfMatch !== undefined) {
    if (current === undefined) throw s3Error.noSuchKey(key);
    if (!matches(IfMatch, current.etag)) throw s3Error.preconditionFailed('If-Match');
  }
}

/** The same once the body has arrived: what fails only now was changed by somebody else meanwhile. */
export function checkNoConflict(
  current: StoredObject | undefined,
  conditions: WriteConditions,
  key: string,
): void {
  try {
    checkWriteConditions(current, conditions, key);
  } catch {
    const condition = conditions.IfNoneMatch === undefined ? 'If-Match' : 'If-None-Match';
    throw s3Error.conditionalRequestConflict(condition, key);
  }
}

function matches(condition: string, etag: string): boolean {
  return condition.split(',').some((part) => part.trim() === '*' || unquote(part.trim()) === etag);
}

/** HTTP dates carry whole seconds. */
function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
