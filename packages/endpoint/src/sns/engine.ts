import type { EndpointContext } from '../core/context.ts';
import type { Deliveries } from './delivery/deliveries.ts';
import type { PendingDeliveries } from './delivery/pending-deliveries.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { Topics } from './topics.ts';

export interface SnsEngine {
  readonly context: EndpointContext;
  readonly topics: Topics;
  readonly subscriptions: Subscriptions;
  readonly deliveries: Deliveries;
  readonly pendingDeliveries: PendingDeliveries;
}
