import { lostUpdates } from './lost-updates.ts';
import { orderThroughThreeModes } from './order-through-three-modes.ts';
import { rollbackAfterNewData } from './rollback-after-new-data.ts';
import { rollingDeploymentLosesFields } from './rolling-deployment-loses-fields.ts';
import type { Scenario } from './scenario.ts';

/** Every scenario, in the order in which a demo runs them. */
export const SCENARIOS: readonly Scenario[] = [
  orderThroughThreeModes,
  rollingDeploymentLosesFields,
  lostUpdates,
  rollbackAfterNewData,
];
