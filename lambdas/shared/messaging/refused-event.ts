import type { PermanentCause } from '../../../schemas/events/dead-letter.ts';
import { ShopError } from '../errors.ts';

/** An event that a consumer cannot process, however often it gets it. Its message never carries the payload. */
export class RefusedEvent extends Error {
  override readonly name = 'RefusedEvent';
  readonly code: PermanentCause;

  constructor(code: PermanentCause, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

/** Why an event is given up at once; undefined for a failure that a retry may mend. */
export function permanentCause(error: unknown): PermanentCause | undefined {
  if (error instanceof RefusedEvent) return error.code;
  if (!(error instanceof ShopError)) return undefined;
  return error.code === 'malformed-event' || error.code === 'unknown-schema' ? error.code : undefined;
}

/**
 * Reads the data of an event whose envelope has been read: what is malformed is the data then.
 *
 * @throws RefusedEvent `invalid-data` instead of ShopError `malformed-event`; any other error as it is
 */
export function asInvalidData<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ShopError) || error.code !== 'malformed-event') throw error;
    throw new RefusedEvent('invalid-data', error.message, { cause: error });
  }
}
