import { AwsError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Interceptor } from './call.ts';

/** Logs what the endpoint itself got wrong. What a caller got wrong is the caller's to read. */
export function logFailures(log: Log): Interceptor {
  return (next) => async (call) => {
    try {
      return await next(call);
    } catch (thrown) {
      const error = AwsError.from(thrown);
      if (error.code === 'InternalFailure') {
        log('error', 'operation failed', {
          service: call.service,
          operation: call.operation,
          request: call.id,
          cause: error.cause ?? thrown,
        });
      }
      throw thrown;
    }
  };
}
