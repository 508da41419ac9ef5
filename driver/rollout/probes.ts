import type { ServiceName } from '../system.ts';
import type { RolloutProbe } from './probe.ts';
import { callbacksProbe } from './probes/callbacks.ts';
import { carrierProbe } from './probes/carrier.ts';
import { fraudProbe } from './probes/fraud.ts';
import { ordersProbe } from './probes/orders.ts';
import { paymentsProbe } from './probes/payments.ts';
import { profilesProbe } from './probes/profiles.ts';

/** A probe for each service that is called over HTTP: a service without one could not be rolled out. */
export const ROLLOUT_PROBES: Record<ServiceName, RolloutProbe> = {
  profiles: profilesProbe,
  orders: ordersProbe,
  payments: paymentsProbe,
  fraud: fraudProbe,
  carrier: carrierProbe,
  callbacks: callbacksProbe,
};
