import type { ConsumerName, ServiceName, System } from '../system.ts';
import type { RolloutProbe } from './probe.ts';
import { callbacksProbe } from './probes/callbacks.ts';
import { carrierProbe } from './probes/carrier.ts';
import { consumerProbe } from './probes/consumers.ts';
import { fraudProbe } from './probes/fraud.ts';
import { ordersProbe } from './probes/orders.ts';
import { paymentsProbe } from './probes/payments.ts';
import { profilesProbe } from './probes/profiles.ts';
import { relayProbe } from './probes/relay.ts';

/** What is called over HTTP, what consumes events, and what publishes them. */
export type RolloutService = ServiceName | ConsumerName | 'relay';

/** A service without a probe could not be rolled out. */
export const ROLLOUT_PROBES: Record<RolloutService, RolloutProbe> = {
  profiles: profilesProbe,
  orders: ordersProbe,
  payments: paymentsProbe,
  fraud: fraudProbe,
  carrier: carrierProbe,
  callbacks: callbacksProbe,
  relay: relayProbe,
  analytics: consumerProbe('analytics'),
  email: consumerProbe('email'),
  journal: consumerProbe('journal'),
};

// The keys of an object are its type's.
export const ROLLOUT_SERVICES = Object.keys(ROLLOUT_PROBES) as readonly RolloutService[];

export function functionOf({ services, consumers, relay }: System, service: RolloutService): string {
  return { ...services, ...consumers, relay }[service].functionName;
}
