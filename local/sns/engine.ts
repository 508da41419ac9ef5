import type { EndpointContext } from '../core/context.ts';
import { Deliveries } from './delivery/deliveries.ts';
import { Subscriptions } from './subscriptions.ts';
import { Topics } from './topics.ts';

export interface SnsEngine {
  readonly context: EndpointContext;
  readonly topics: Topics;
  readonly subscriptions: Subscriptions;
  readonly deliveries: Deliveries;
}

export function createEngine(context: EndpointContext): SnsEngine {
  const subscriptions = new Subscriptions(context);
  return {
    context,
    topics: new Topics(context),
    subscriptions,
    deliveries: new Deliveries(context, subscriptions),
  };
}
