import { backfill } from './backfill.ts';
import { compatibilityMatrix } from './compatibility-matrix.ts';
import { dataOutlivesCode } from './data-outlives-code.ts';
import { lostUpdates } from './lost-updates.ts';
import { orderThroughThreeModes } from './order-through-three-modes.ts';
import { rollbackAfterNewData } from './rollback-after-new-data.ts';
import { rollingDeploymentLosesFields } from './rolling-deployment-loses-fields.ts';
import type { Scenario } from './scenario.ts';
import { sharedTableCoupling } from './shared-table-coupling.ts';
import { transactions } from './transactions.ts';
import { unknownFields } from './unknown-fields.ts';
import { whichArchive } from './which-archive.ts';

/** Every scenario, in the order in which a demo runs them. */
export const SCENARIOS: readonly Scenario[] = [
  orderThroughThreeModes,
  rollingDeploymentLosesFields,
  compatibilityMatrix,
  dataOutlivesCode,
  unknownFields,
  lostUpdates,
  rollbackAfterNewData,
  whichArchive,
  transactions,
  sharedTableCoupling,
  backfill,
];
