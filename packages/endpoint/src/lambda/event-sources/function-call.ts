import type { EndpointContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';

/** What the record of a discarded batch says of the last invocation. */
export interface ResponseContext {
  statusCode: number;
  executedVersion: string | undefined;
  /** Null where the function answered, and reported items as failed. */
  functionError: string | null;
}

/** How an invocation with a batch went. */
export type CallResult =
  | { outcome: 'answered'; payload: string; response: ResponseContext }
  /** The function failed; what it said stays with it. */
  | { outcome: 'failed'; response: ResponseContext }
  /** It was not run: no capacity now. */
  | { outcome: 'throttled' }
  /** It was not run, and trying at once again would not help: no such function, or the endpoint is closing. */
  | { outcome: 'unavailable'; reason: string };

/** "The maximum payload size for a batch is 6 MB": API_CreateEventSourceMapping, BatchSize. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;
const FRAME_BYTES = Buffer.byteLength('{"Records":[]}');

/** Invokes a function with records, as a synchronous invocation that waits for its result. */
export async function callFunction(
  context: EndpointContext,
  functionArn: string,
  records: readonly object[],
): Promise<CallResult> {
  try {
    const answer = await context.call('lambda', 'Invoke', {
      FunctionName: functionArn,
      InvocationType: 'RequestResponse',
      Payload: Buffer.from(JSON.stringify({ Records: records })),
    });
    const response = {
      statusCode: answer.StatusCode ?? 200,
      executedVersion: answer.ExecutedVersion,
      functionError: answer.FunctionError ?? null,
    };
    if (answer.FunctionError !== undefined) return { outcome: 'failed', response };
    return { outcome: 'answered', payload: Buffer.from(answer.Payload ?? []).toString('utf8'), response };
  } catch (thrown) {
    const error = AwsError.from(thrown);
    if (error.code === 'TooManyRequestsException') return { outcome: 'throttled' };
    if (error.code === 'InternalFailure') {
      context.log('error', 'event source failed to invoke its function', {
        function: functionArn,
        cause: thrown,
      });
    }
    return { outcome: 'unavailable', reason: error.code };
  }
}

/** Splits records into runs that fit one invocation each. A record that fits none goes alone, and is refused. */
export function splitBySize<T>(items: readonly T[], recordOf: (item: T) => object): T[][] {
  const runs: T[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const bytes = Buffer.byteLength(JSON.stringify(recordOf(item))) + 1;
    if (size + bytes > MAX_PAYLOAD_BYTES) {
      runs.push([]);
      size = FRAME_BYTES;
    }
    runs.at(-1)?.push(item);
    size += bytes;
  }
  return runs;
}
