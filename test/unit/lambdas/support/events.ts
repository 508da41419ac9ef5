import { avroSchema } from '../../../../lambdas/shared/avro/schema.ts';
import { encode } from '../../../../lambdas/shared/avro/single-object.ts';
import {
  type Payload,
  writeChangeEvent,
} from '../../../../lambdas/shared/messaging/payload-kinds/change-event.ts';
import type { ClaimStore } from '../../../../lambdas/shared/messaging/payload-kinds/claim-store.ts';
import { deltaPayload } from '../../../../lambdas/shared/messaging/payload-kinds/delta.ts';
import { fullPayload } from '../../../../lambdas/shared/messaging/payload-kinds/full.ts';
import { referencePayload } from '../../../../lambdas/shared/messaging/payload-kinds/reference.ts';
import { Money } from '../../../../lambdas/shared/money.ts';
import { PRODUCT_CHANGED } from '../../../../schemas/events/product-events.ts';
import { SCHEMA } from '../../../../schemas/gen/avro/product/v1.ts';
import { orderData, orderMessage } from './order-message.ts';

/** A CloudEvent as JSON. */
export interface JsonEvent {
  [name: string]: unknown;
  data?: Record<string, unknown>;
  data_base64?: string;
}

const schema = avroSchema(SCHEMA);
const PRODUCT = { version: 1, name: 'Lantern', description: 'White metal', stock: 6, categories: ['light'] };

/** A new order; its id is also the subject. */
export function orderEvent(orderId: string): JsonEvent {
  return JSON.parse(orderMessage({ subject: orderId, data: orderData('v1', { orderId }) }).body);
}

export function fullEvent(productId: string): JsonEvent {
  return changeEvent(productId, fullPayload(schema, 'urn:shop:schemas:product:v1', avroProduct(productId)));
}

export function deltaEvent(productId: string): JsonEvent {
  return changeEvent(productId, deltaPayload(undefined, { ...PRODUCT, productId, price: '2.55' }));
}

/** Its payload is in the store, and is kept for a day. */
export async function referenceEvent(store: ClaimStore, productId: string): Promise<JsonEvent> {
  const expiresAt = new Date(Date.now() + 24 * 60 * 60 * 1000);
  return changeEvent(
    productId,
    await referencePayload(store, encode(schema, avroProduct(productId)), expiresAt),
  );
}

export function changeEvent(productId: string, payload: Payload): JsonEvent {
  const change = {
    id: `${productId}.1`,
    source: '/payloads/products',
    type: PRODUCT_CHANGED,
    subject: productId,
    time: new Date('2026-12-01T12:00:00Z'),
    recordVersion: 1,
  };
  return JSON.parse(writeChangeEvent(change, payload));
}

function avroProduct(productId: string) {
  return { ...PRODUCT, productId, price: Money('2.55') };
}
