import type { Operation } from '../../core/operation.ts';
import { createEventSourceMapping } from './actions/create-event-source-mapping.ts';
import { deleteEventSourceMapping } from './actions/delete-event-source-mapping.ts';
import { getEventSourceMapping } from './actions/get-event-source-mapping.ts';
import { listEventSourceMappings } from './actions/list-event-source-mappings.ts';
import { updateEventSourceMapping } from './actions/update-event-source-mapping.ts';
import type { EventSourceEngine } from './event-source-engine.ts';

/** The event source mapping actions, to be joined to the Lambda service's own. */
export const eventSourceOperations: Record<string, Operation<EventSourceEngine>> = {
  CreateEventSourceMapping: createEventSourceMapping,
  DeleteEventSourceMapping: deleteEventSourceMapping,
  GetEventSourceMapping: getEventSourceMapping,
  ListEventSourceMappings: listEventSourceMappings,
  UpdateEventSourceMapping: updateEventSourceMapping,
};
