import type { AwsAccess } from './aws-access.ts';
import type { Finding } from './finding.ts';
import type { Order } from './orders/order.ts';
import type { ShopClient } from './shop-client.ts';
import type { System } from './system.ts';
import type { Traffic } from './traffic.ts';

/** The three ways in which data flows, and a scenario that needs all of them. */
export type Mode = 'databases' | 'services' | 'messages' | 'all';

export type Size = 'quick' | 'full';

/** What comes in from outside. */
export interface OrdersInput {
  orders: readonly Order[];
  /** Rows of the input that could not be read, and orders that are not sent because of them. */
  brokenRows: number;
  leftOut: number;
}

/** What every scenario is given: a deployed system and how to reach it. It never asks which target it runs on. */
export interface ScenarioContext {
  readonly aws: AwsAccess;
  readonly system: System;
  readonly shop: ShopClient;
  readonly traffic: Traffic;
  readonly input: OrdersInput;
  /** How much evidence to gather where the scenario decides: `quick` keeps a demo short. */
  readonly size: Size;
  /** A short name that no other run has, for ids of what the scenario creates. */
  readonly run: string;
  readonly signal: AbortSignal;
  /** Says how far it is, in a few words; for a person to watch, so it may be called often. */
  progress(words: string): void;
}

/** One question about dataflow, run for real. */
export interface Scenario {
  /** Kebab-case, also the name of its file. */
  readonly id: string;
  readonly mode: Mode;
  readonly question: string;
  /** Resolves with findings however they turn out; throws only when the system cannot be asked. */
  run(context: ScenarioContext): Promise<Finding[]>;
}
