import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { noResource } from '../../core/resource.ts';
import type { SnsEngine } from '../engine.ts';
import { pageOfSubscriptions } from '../listing.ts';

export const listSubscriptions = operation('sns', 'ListSubscriptions', {
  resource: noResource,
  input: z.object({ NextToken: z.string().optional() }),
  run: ({ context, subscriptions }: SnsEngine, { NextToken }) =>
    pageOfSubscriptions(context, subscriptions.all(), NextToken),
});
