import type { Operation } from '../../core/operation.ts';
import type { EventSources } from './event-sources.ts';

/** The event source mapping actions, to be joined to the Lambda service's own. */
export const eventSourceOperations: Record<string, Operation<{ eventSources: EventSources }>> = {};
