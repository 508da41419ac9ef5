import { z } from 'zod';
import { AwsError } from '../core/errors.ts';
import { sqsError } from './errors.ts';

const MAX_ENTRIES = 10;
const ENTRY_ID = /^[\w-]{1,80}$/;

/** Entries that each fail or succeed by themselves. */
export function batchSchema<Shape extends z.ZodRawShape>(entry: Shape) {
  return z.object({
    QueueUrl: z.string().default(''),
    Entries: z.array(z.object({ Id: z.string().default(''), ...entry })).default([]),
  });
}

export interface BatchResult<T> {
  Successful: T[];
  Failed: { Id: string; SenderFault: boolean; Code: string; Message: string }[];
}

/** @throws AwsError EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId, BatchEntryIdsNotDistinct. */
export function checkBatch(entries: readonly { Id: string }[]): void {
  if (entries.length === 0) {
    throw sqsError.emptyBatchRequest('There should be at least one batch entry in the request.');
  }
  if (entries.length > MAX_ENTRIES) {
    throw sqsError.tooManyEntriesInBatchRequest(
      `Maximum number of entries per request are ${MAX_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!ENTRY_ID.test(Id)) {
      throw sqsError.invalidBatchEntryId(
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (seen.has(Id)) throw sqsError.batchEntryIdsNotDistinct(`Id ${Id} repeated.`);
    seen.add(Id);
  }
}

/** Runs each entry; one that throws an AwsError is reported as failed, and the others go on. */
export function runBatch<E extends { Id: string }, T>(
  entries: readonly E[],
  run: (entry: E) => T,
): BatchResult<T> {
  checkBatch(entries);
  const result: BatchResult<T> = { Successful: [], Failed: [] };
  for (const entry of entries) {
    try {
      result.Successful.push(run(entry));
    } catch (thrown) {
      const error = AwsError.from(thrown);
      if (error.code === 'InternalFailure') throw thrown;
      result.Failed.push({
        Id: entry.Id,
        SenderFault: error.fault === 'Sender',
        Code: error.queryCode ?? error.code,
        Message: error.message,
      });
    }
  }
  return result;
}
