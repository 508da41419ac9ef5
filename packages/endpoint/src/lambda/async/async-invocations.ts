import type { InvokeRequest } from '../execution/invoke-request.ts';
import type { Resolved } from '../functions/resolved.ts';

/** `Event` invocations: accepted at once, run from a queue that outlives a restart. */
export interface AsyncInvocations {
  accept(target: Resolved, request: InvokeRequest): void;
  /** Takes up the events that were kept. */
  resume(): void;
  close(): void;
}
