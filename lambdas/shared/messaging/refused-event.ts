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
