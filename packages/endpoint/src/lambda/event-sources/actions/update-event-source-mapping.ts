import { operation } from '../../../core/operation.ts';
import type { EventSources } from '../event-sources.ts';
import { updateMappingInput } from '../mapping-input.ts';

export const updateEventSourceMapping = operation<'lambda', 'UpdateEventSourceMapping'>()({
  input: updateMappingInput,
  run: ({ eventSources }: { eventSources: EventSources }, input) => eventSources.update(input),
});
