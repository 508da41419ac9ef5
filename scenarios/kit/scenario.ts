import type { DriverContext } from '../../driver/context.ts';
import type { Order } from '../../driver/orders/order.ts';
import type { Finding } from './finding.ts';
import type { FindingIndex } from './finding-index.ts';

/** The three ways in which data flows, and a scenario that needs all of them. */
export type Mode = 'databases' | 'services' | 'messages' | 'all';

export type Size = 'quick' | 'full';

/** A release of the shop. */
export type ReleaseName = 'v1' | 'v1-naive' | 'v2';

/** What comes in from outside. */
export interface OrdersInput {
  orders: readonly Order[];
  /** Rows of the input that could not be read, and orders that are not sent because of them. */
  brokenRows: number;
  leftOut: number;
}

/** What every scenario is given: a deployed system and how to reach it. It never asks which target it runs on. */
export interface ScenarioContext extends DriverContext {
  readonly input: OrdersInput;
  /** How much evidence to gather where the scenario decides: `quick` keeps a demo short. */
  readonly size: Size;
}

/** One question about dataflow, run for real. */
export interface Scenario {
  /** Kebab-case, also the name of its folder. */
  readonly id: string;
  readonly mode: Mode;
  readonly question: string;
  /** The releases that it needs; by default all. A demo of this scenario alone deploys no others. */
  readonly releases?: readonly ReleaseName[];
  /** Resolves with findings however they turn out; throws only when the system cannot be asked. */
  run(context: ScenarioContext): Promise<Finding[]>;
  /** One sentence that says what the findings of a run mean, computed from them. */
  takeaway(findings: FindingIndex): string;
}
