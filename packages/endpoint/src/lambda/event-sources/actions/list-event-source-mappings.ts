import { z } from 'zod';
import { integer } from '../../../core/input.ts';
import { operation } from '../../../core/operation.ts';
import { page } from '../../../core/paging.ts';
import { noResource } from '../../../core/resource.ts';
import { lambdaError } from '../../errors.ts';
import type { EventSourceEngine } from '../event-source-engine.ts';

export const listEventSourceMappings = operation('lambda', 'ListEventSourceMappings', {
  resource: noResource,
  input: z.object({
    EventSourceArn: z.string().optional(),
    FunctionName: z.string().min(1).max(140).optional(),
    Marker: z.string().optional(),
    // "Lambda returns at most 100": API_ListEventSourceMappings; more may be asked for.
    MaxItems: integer.pipe(z.int().min(1).max(10_000)).default(100),
  }),
  run({ eventSources }: EventSourceEngine, input) {
    const { items, next } = page(eventSources.list(input), {
      keyOf: ({ UUID }) => UUID ?? '',
      limit: Math.min(input.MaxItems, 100),
      token: input.Marker,
      invalid: () => lambdaError.invalidParameter('Marker is not one that was given.'),
    });
    return { EventSourceMappings: items, ...(next !== undefined && { NextMarker: next }) };
  },
});
