/** What a function said about the batch that it was given. */
export type BatchResult = 'succeeded' | 'failed' | { failed: ReadonlySet<string> };

/**
 * Reads a partial batch response. Null, an empty answer and an empty or null list say that all went well; an answer
 * that is not of the form, or names what was not in the batch, fails the batch:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function readBatchResponse(payload: string, ids: ReadonlySet<string>): BatchResult {
  if (payload === '') return 'succeeded';
  let response: unknown;
  try {
    response = JSON.parse(payload);
  } catch {
    return 'failed';
  }
  if (response === null || response === undefined) return 'succeeded';
  // A function that returns something else altogether reported no failure.
  if (typeof response !== 'object' || !('batchItemFailures' in response)) return 'succeeded';
  const failures = response.batchItemFailures;
  if (failures === null) return 'succeeded';
  if (!Array.isArray(failures)) return 'failed';
  if (failures.length === 0) return 'succeeded';
  const failed = new Set<string>();
  for (const failure of failures as unknown[]) {
    const id =
      typeof failure === 'object' && failure !== null && 'itemIdentifier' in failure
        ? failure.itemIdentifier
        : undefined;
    if (typeof id !== 'string' || !ids.has(id)) return 'failed';
    failed.add(id);
  }
  return { failed };
}
