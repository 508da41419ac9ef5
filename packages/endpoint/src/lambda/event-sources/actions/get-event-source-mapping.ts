import { z } from 'zod';
import { operation } from '../../../core/operation.ts';
import { eventSourceMappingOf } from '../../resource-arns.ts';
import type { EventSourceEngine } from '../event-source-engine.ts';

export const getEventSourceMapping = operation('lambda', 'GetEventSourceMapping', {
  resource: eventSourceMappingOf,
  input: z.object({ UUID: z.string() }),
  run: ({ eventSources }: EventSourceEngine, input) => eventSources.get(input.UUID),
});
