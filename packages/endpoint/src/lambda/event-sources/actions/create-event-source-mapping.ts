import { operation } from '../../../core/operation.ts';
import { noResource } from '../../../core/resource.ts';
import type { EventSourceEngine } from '../event-source-engine.ts';
import { createMappingInput } from '../mapping-input.ts';

export const createEventSourceMapping = operation('lambda', 'CreateEventSourceMapping', {
  resource: noResource,
  input: createMappingInput,
  run: ({ eventSources }: EventSourceEngine, input) => eventSources.create(input),
});
