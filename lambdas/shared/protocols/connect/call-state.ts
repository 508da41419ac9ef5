import { createContextKey } from '@connectrpc/connect';
import type { ShopError } from '../../errors.ts';
import type { Deadline } from '../../resilience/deadline.ts';
import type { CallMetadata } from '../call-metadata.ts';

/** What the handler and the hooks that Connect calls know of one call. */
export interface CallState {
  metadata: CallMetadata | undefined;
  deadline: Deadline | undefined;
  /** Whether Connect has read the request and handed it on. */
  invoked: boolean;
  /** Connect's reason for a refusal of its own. */
  signal: AbortSignal | undefined;
  /** The error that the client is sent. */
  failure: ShopError | undefined;
}

export const callStateKey = createContextKey<CallState | undefined>(undefined, {
  description: 'state of the call',
});
