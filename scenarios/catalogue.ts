import { costPerOrder } from './all/cost-per-order/scenario.ts';
import { orderThroughThreeModes } from './all/order-through-three-modes/scenario.ts';
import { writeToVisible } from './all/write-to-visible/scenario.ts';
import { backfill } from './databases/backfill/scenario.ts';
import { compatibilityMatrix } from './databases/compatibility-matrix/scenario.ts';
import { dataOutlivesCode } from './databases/data-outlives-code/scenario.ts';
import { lostUpdates } from './databases/lost-updates/scenario.ts';
import { rollbackAfterNewData } from './databases/rollback-after-new-data/scenario.ts';
import { rollingDeploymentLosesFields } from './databases/rolling-deployment-loses-fields/scenario.ts';
import { sharedTableCoupling } from './databases/shared-table-coupling/scenario.ts';
import { transactions } from './databases/transactions/scenario.ts';
import { unknownFields } from './databases/unknown-fields/scenario.ts';
import { whichArchive } from './databases/which-archive/scenario.ts';
import type { Scenario } from './kit/scenario.ts';
import { deliveryGuarantees } from './messages/delivery-guarantees/scenario.ts';
import { dualWriteOrOutbox } from './messages/dual-write-or-outbox/scenario.ts';
import { looseCoupling } from './messages/loose-coupling/scenario.ts';
import { ordering } from './messages/ordering/scenario.ts';
import { payloadKinds } from './messages/payload-kinds/scenario.ts';
import { poison } from './messages/poison/scenario.ts';
import { replay } from './messages/replay/scenario.ts';
import { scalingOut } from './messages/scaling-out/scenario.ts';
import { schemaDiscipline } from './messages/schema-discipline/scenario.ts';
import { asynchronousRpc } from './services/asynchronous-rpc/scenario.ts';
import { availabilityCoupling } from './services/availability-coupling/scenario.ts';
import { cascadingFailure } from './services/cascading-failure/scenario.ts';
import { chargedWithoutAnOrder } from './services/charged-without-an-order/scenario.ts';
import { encodingsOnTheWire } from './services/encodings-on-the-wire/scenario.ts';
import { ownYourData } from './services/own-your-data/scenario.ts';
import { retrySafety } from './services/retry-safety/scenario.ts';
import { versionedInterfaces } from './services/versioned-interfaces/scenario.ts';

/** Every scenario, in the order in which a demo runs them. */
export const SCENARIOS: readonly Scenario[] = [
  orderThroughThreeModes,
  writeToVisible,
  costPerOrder,
  replay,
  rollingDeploymentLosesFields,
  compatibilityMatrix,
  dataOutlivesCode,
  unknownFields,
  lostUpdates,
  rollbackAfterNewData,
  whichArchive,
  transactions,
  chargedWithoutAnOrder,
  availabilityCoupling,
  cascadingFailure,
  retrySafety,
  versionedInterfaces,
  encodingsOnTheWire,
  sharedTableCoupling,
  ownYourData,
  asynchronousRpc,
  deliveryGuarantees,
  payloadKinds,
  schemaDiscipline,
  poison,
  backfill,
  looseCoupling,
  dualWriteOrOutbox,
  ordering,
  scalingOut,
];
