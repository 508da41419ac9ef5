import type { AwsAccess } from './aws-access.ts';
import type { ShopClient } from './clients/shop-client.ts';
import type { FaultSwitch } from './faults/fault-switch.ts';
import type { System } from './system.ts';
import type { Traffic } from './traffic.ts';

/** A deployed shop and how to reach it. Functions of the driver take the parts that they use. */
export interface DriverContext {
  readonly aws: AwsAccess;
  readonly system: System;
  readonly shop: ShopClient;
  readonly traffic: Traffic;
  /** Makes services fail. Undefined where the deployment lacks the switch for it: `dataflow deploy --faults`. */
  readonly faults: FaultSwitch | undefined;
  /** A short name that no other run has, for ids of what is created. */
  readonly run: string;
  readonly signal: AbortSignal;
  /** Reports progress in a few words for a person to watch; may be called often. */
  progress(words: string): void;
}
