import { errors } from './errors.ts';

const MAX_ENTRIES = 10;
const MAX_ID_LENGTH = 80;

/** @throws AwsError EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId, BatchEntryIdsNotDistinct. */
export function checkBatch(entries: readonly { Id: string }[]): void {
  if (entries.length === 0) {
    throw errors.emptyBatchRequest("The batch request doesn't contain any entries.");
  }
  if (entries.length > MAX_ENTRIES) {
    throw errors.tooManyEntriesInBatchRequest('The batch request contains more entries than permissible.');
  }
  for (const { Id } of entries) checkId(Id);
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw errors.batchEntryIdsNotDistinct('Two or more batch entries in the request have the same Id.');
  }
}

function checkId(id: string): void {
  const named = id.slice(0, MAX_ID_LENGTH + 1);
  if (id.length > MAX_ID_LENGTH) {
    throw errors.invalidBatchEntryId(`The Id of a batch entry in the batch request is too long: ${named}`);
  }
  if (!/^[\w-]+$/.test(id)) {
    throw errors.invalidBatchEntryId(
      `The Id of a batch entry in the batch request contains an impermissible character: ${named}`,
    );
  }
}
