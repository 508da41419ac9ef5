import { PROJECTED_ORDER_ITEM, TOTAL_ITEM } from './analytics-items.ts';
import { ASSESSMENT_ITEM } from './assessment-item.ts';
import { CALLBACK_ITEM } from './callback-item.ts';
import { CHECKPOINT_ITEM, CONSUMER_GROUP_ITEM, REPLAY_ITEM } from './consumer-group-items.ts';
import {
  EFFECT_ITEM,
  EFFECTS_HEAD_ITEM,
  INJECTED_FAULT_ITEM,
  PROCESSED_ITEM,
} from './deliveries-lab-items.ts';
import { DUAL_WRITE_ORDER_ITEM } from './dual-write-items.ts';
import type { ItemLayout } from './item-layout.ts';
import { JOURNAL_DEDUPE_ITEM, JOURNAL_EVENT_ITEM, JOURNAL_HEAD_ITEM } from './journal-items.ts';
import { MESSAGE_ITEM } from './message-item.ts';
import { ORDER_ITEM } from './order-item.ts';
import { ORDER_SHIPMENT_ITEM } from './order-shipment-item.ts';
import { ORDERING_EFFECT_ITEM, ORDERING_HEAD_ITEM } from './ordering-items.ts';
import { OUTBOX_ITEM } from './outbox-item.ts';
import { PRODUCT_PROJECTION_ITEM } from './payloads-lab-items.ts';
import { PAYMENT_ITEM, PAYMENT_REQUEST_ITEM } from './payment-item.ts';
import { PENDING_ORDER_ITEM } from './pending-order-item.ts';
import { PROFILE_ITEM } from './profile-item.ts';
import { BACKFILL_CHECKPOINT_ITEM, PAIR_ITEM, PROFILE_VIEW_ITEM } from './scenario-items.ts';
import { SHIPMENT_ITEM } from './shipment-item.ts';
import { CONTACT_ITEM, RECORD_ITEM, WRITER_SCHEMA_ITEM } from './storage-lab-items.ts';

/** Every type of item that the shop, its labs and its scenarios store. */
export const ITEM_LAYOUTS: readonly ItemLayout[] = [
  PROFILE_ITEM,
  ORDER_ITEM,
  ORDER_SHIPMENT_ITEM,
  PENDING_ORDER_ITEM,
  OUTBOX_ITEM,
  PAYMENT_ITEM,
  PAYMENT_REQUEST_ITEM,
  ASSESSMENT_ITEM,
  SHIPMENT_ITEM,
  CALLBACK_ITEM,
  PROJECTED_ORDER_ITEM,
  TOTAL_ITEM,
  MESSAGE_ITEM,
  JOURNAL_HEAD_ITEM,
  JOURNAL_EVENT_ITEM,
  JOURNAL_DEDUPE_ITEM,
  CONSUMER_GROUP_ITEM,
  CHECKPOINT_ITEM,
  REPLAY_ITEM,
  RECORD_ITEM,
  WRITER_SCHEMA_ITEM,
  CONTACT_ITEM,
  EFFECT_ITEM,
  EFFECTS_HEAD_ITEM,
  PROCESSED_ITEM,
  INJECTED_FAULT_ITEM,
  DUAL_WRITE_ORDER_ITEM,
  ORDERING_HEAD_ITEM,
  ORDERING_EFFECT_ITEM,
  PRODUCT_PROJECTION_ITEM,
  PROFILE_VIEW_ITEM,
  PAIR_ITEM,
  BACKFILL_CHECKPOINT_ITEM,
];
