import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { EndpointContext } from '../../core/context.ts';
import { notImplemented } from '../../core/errors.ts';

/** The event source mappings of the account: their records, and the pollers that run them. */
export interface EventSources {
  get(uuid: string): EventSourceMappingConfiguration;
  /** Starts the pollers of the mappings that were kept. */
  resume(): Promise<void>;
  /** Stops the pollers; invocations in flight are abandoned as AWS would repeat them. */
  close(): Promise<void>;
}

export function createEventSources(_context: EndpointContext): EventSources {
  return {
    get() {
      throw notImplemented('lambda', 'GetEventSourceMapping');
    },
    resume: async () => {},
    close: async () => {},
  };
}
