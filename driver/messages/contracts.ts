import analytics from '../../lambdas/analytics/releases.json' with { type: 'json' };
import email from '../../lambdas/email/releases.json' with { type: 'json' };
import journal from '../../lambdas/journal/releases.json' with { type: 'json' };
import orders from '../../lambdas/orders/releases.json' with { type: 'json' };
import type { ConsumerName } from '../system.ts';

/** The deployments of the shop whose producers and consumers are tried with each other. */
export const DEPLOYMENTS = ['v1', 'v2'] as const;
export type Deployment = (typeof DEPLOYMENTS)[number];

/** A version of the subject `order`. */
export type SchemaVersion = 'v1' | 'v2';

/** What a consumer knows of the events that it gets. */
export interface ConsumerContract {
  /** The schemas with which data may be written. */
  knows: readonly SchemaVersion[];
  /** The schema as which it reads all of them. */
  reads: SchemaVersion;
  /** Attributes of its items by the field of the data that they come from. */
  stores: Readonly<Record<string, string>>;
}

/** The version of the schema that a release of orders writes. */
export const WRITTEN: Readonly<Record<Deployment, SchemaVersion>> = { v1: 'v1', v2: 'v2' };

const ANALYTICS = {
  orderId: 'orderId',
  kind: 'kind',
  total: 'total',
  country: 'country',
  placedAt: 'placedAt',
};
const EMAIL = { orderId: 'orderId', customerId: 'to', total: 'total' };

/** Undefined for the journal, which keeps events without reading their data. */
export const CONTRACTS: Readonly<Record<ConsumerName, Record<Deployment, ConsumerContract | undefined>>> = {
  analytics: {
    v1: { knows: ['v1'], reads: 'v1', stores: ANALYTICS },
    v2: { knows: ['v1', 'v2'], reads: 'v2', stores: { ...ANALYTICS, channel: 'channel' } },
  },
  email: {
    v1: { knows: ['v1'], reads: 'v1', stores: EMAIL },
    v2: { knows: ['v1', 'v2'], reads: 'v2', stores: { ...EMAIL, currency: 'currency' } },
  },
  journal: { v1: undefined, v2: undefined },
};

const RELEASES: Readonly<Record<ConsumerName | 'orders', Readonly<Partial<Record<Deployment, string>>>>> = {
  analytics,
  email,
  journal,
  orders,
};

/** The code that a deployment has live in the end; a service without code of its own stays on the one before. */
export function codeOf(service: ConsumerName | 'orders', deployment: Deployment): string {
  const own = RELEASES[service];
  const code = own[deployment] ?? own.v1;
  if (code === undefined) throw new Error(`${service} has no release`);
  return code;
}
