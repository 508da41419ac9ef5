import type { EndpointContext } from '../core/context.ts';
import { Deliveries } from './delivery/deliveries.ts';
import { PendingDeliveries } from './delivery/pending-deliveries.ts';
import type { SnsEngine } from './engine.ts';
import { Subscriptions } from './subscriptions.ts';
import { Topics } from './topics.ts';

export function createEngine(context: EndpointContext): SnsEngine {
  const topics = new Topics(context);
  const subscriptions = new Subscriptions(context);
  const deliveries = new Deliveries(context, subscriptions);
  const pendingDeliveries = new PendingDeliveries(context, topics, deliveries);
  return { context, topics, subscriptions, deliveries, pendingDeliveries };
}
