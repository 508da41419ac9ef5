import { AwsError } from '../core/errors.ts';
import { errors } from './errors.ts';

const MOST_ENTRIES = 10;
const ENTRY_ID = /^[\w-]{1,80}$/;

export interface BatchResult<T> {
  successful: T[];
  failed: { Id: string; SenderFault: boolean; Code: string; Message: string }[];
}

/** Runs each entry; one that throws an AwsError is reported as failed, and the others go on. */
export function runBatch<E extends { Id: string }, T>(
  entries: readonly E[],
  run: (entry: E) => T,
): BatchResult<T> {
  checkBatch(entries);
  const result: BatchResult<T> = { successful: [], failed: [] };
  for (const entry of entries) {
    try {
      result.successful.push(run(entry));
    } catch (thrown) {
      const error = AwsError.from(thrown);
      if (error.code === 'InternalFailure') throw thrown;
      const { code: Code, message: Message } = error;
      result.failed.push({ Id: entry.Id, SenderFault: error.fault === 'Sender', Code, Message });
    }
  }
  return result;
}

function checkBatch(entries: readonly { Id: string }[]): void {
  if (entries.length === 0) {
    throw errors.emptyBatchRequest("The batch request doesn't contain any entries.");
  }
  if (entries.length > MOST_ENTRIES) {
    throw errors.tooManyEntriesInBatchRequest('The batch request contains more entries than permissible.');
  }
  if (!entries.every(({ Id }) => ENTRY_ID.test(Id))) {
    throw errors.invalidBatchEntryId(
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    );
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw errors.batchEntryIdsNotDistinct('Two or more batch entries in the request have the same Id.');
  }
}
