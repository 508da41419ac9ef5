import { operation } from '../../../core/operation.ts';
import type { EventSources } from '../event-sources.ts';
import { createMappingInput } from '../mapping-input.ts';

export const createEventSourceMapping = operation<'lambda', 'CreateEventSourceMapping'>()({
  input: createMappingInput,
  run: ({ eventSources }: { eventSources: EventSources }, input) => eventSources.create(input),
});
