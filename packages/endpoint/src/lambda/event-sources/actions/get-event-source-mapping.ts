import { z } from 'zod';
import { operation } from '../../../core/operation.ts';
import type { EventSources } from '../event-sources.ts';

export const getEventSourceMapping = operation<'lambda', 'GetEventSourceMapping'>()({
  input: z.object({ UUID: z.string() }),
  run: ({ eventSources }: { eventSources: EventSources }, input) => eventSources.get(input.UUID),
});
