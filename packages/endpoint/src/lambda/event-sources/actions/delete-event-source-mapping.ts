import { z } from 'zod';
import { operation } from '../../../core/operation.ts';
import type { EventSources } from '../event-sources.ts';

export const deleteEventSourceMapping = operation<'lambda', 'DeleteEventSourceMapping'>()({
  input: z.object({ UUID: z.string() }),
  run: ({ eventSources }: { eventSources: EventSources }, input) => eventSources.delete(input.UUID),
});
