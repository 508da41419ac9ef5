import type { EndpointContext } from '../../core/context.ts';
import type { Mapping } from './mapping.ts';

/** Reads one event source and invokes the function of its mapping. */
export interface Poller {
  /** Stops reading. Resolves when what the function was given last is accounted for. */
  stop(): Promise<void>;
}

export interface PollerContext {
  readonly context: EndpointContext;
  readonly mapping: Mapping;
  /** Notes how the last batch went, for `LastProcessingResult`. */
  report(result: string): void;
}
