import type { ArnSource } from '../../core/resource.ts';
import type { EventSources } from './event-sources.ts';

/** What the actions on event source mappings need. */
export interface EventSourceEngine extends ArnSource {
  readonly eventSources: EventSources;
}
