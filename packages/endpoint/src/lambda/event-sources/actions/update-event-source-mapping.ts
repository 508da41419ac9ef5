import { operation } from '../../../core/operation.ts';
import { eventSourceMappingOf } from '../../resource-arns.ts';
import type { EventSourceEngine } from '../event-source-engine.ts';
import { updateMappingInput } from '../mapping-input.ts';

export const updateEventSourceMapping = operation('lambda', 'UpdateEventSourceMapping', {
  resource: eventSourceMappingOf,
  input: updateMappingInput,
  run: ({ eventSources }: EventSourceEngine, input) => eventSources.update(input),
});
