import { snsError } from './errors.ts';

const MAX_ENTRIES = 10;
const MAX_ID_LENGTH = 80;

/** @throws AwsError EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId, BatchEntryIdsNotDistinct. */
export function checkBatch(entries: readonly { Id: string }[]): void {
  if (entries.length === 0) {
    throw snsError.emptyBatchRequest("The batch request doesn't contain any entries.");
  }
  if (entries.length > MAX_ENTRIES) {
    throw snsError.tooManyEntriesInBatchRequest('The batch request contains more entries than permissible.');
  }
  for (const { Id } of entries) checkId(Id);
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw snsError.batchEntryIdsNotDistinct('Two or more batch entries in the request have the same Id.');
  }
}

function checkId(id: string): void {
  const named = id.slice(0, MAX_ID_LENGTH + 1);
  if (id.length > MAX_ID_LENGTH) {
    throw snsError.invalidBatchEntryId(`The Id of a batch entry in the batch request is too long: ${named}`);
  }
  if (!/^[\w-]+$/.test(id)) {
    throw snsError.invalidBatchEntryId(
      `The Id of a batch entry in the batch request contains an impermissible character: ${named}`,
    );
  }
}
