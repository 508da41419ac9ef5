import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import * as z from 'zod';
import { ShopError } from '../../shared/errors.ts';
import { LARGEST_EVENT } from '../../shared/events.ts';
import { type Answer, type RestRequest, restHandler } from '../../shared/http.ts';
import { parse } from '../../shared/parse.ts';
import { withTotal } from '../domain.ts';
import { newOrder, toRecord } from './order.ts';
import { findOrder, payAndPlace, pendingOrders, toPlace } from './place.ts';
import { type Reconciliation, reconcile } from './reconcile.ts';
import { findShipment, ship } from './ship.ts';
import { describe } from './stored-order.ts';

const rest = restHandler({
  release: 'v2',
  maxBodyBytes: LARGEST_EVENT,
  routes: {
    'POST /orders': place,
    'GET /orders/{orderId}': show,
    'POST /orders/{orderId}/shipment': shipOrder,
  },
});

/** What an operator or a schedule invokes the function with: `{"action": "reconcile"}`. */
const operatorRequest = z.object({ action: z.literal('reconcile') });

/**
 * Clients come through API Gateway, operators invoke the function. API Gateway makes an event around every request, so
 * no client can send one that looks like an operator's.
 */
export const handler = (event: APIGatewayProxyEvent | { action: unknown }, context: Context) =>
  'action' in event ? operate(event, context) : rest(event, context);

/** @throws ShopError `bad-request` for another action: the invocation fails, and Lambda reports it as failed */
async function operate(event: { action: unknown }, context: Context): Promise<Reconciliation> {
  parse(operatorRequest, event);
  return reconcile(new Date(), () => context.getRemainingTimeInMillis());
}

/**
 * The order is kept as pending before its client is charged: whatever ends this request from then on, the order is
 * known, and a repetition of the request or a reconciliation finishes what was begun.
 */
async function place({ body, deadline }: RestRequest): Promise<Answer> {
  const order = withTotal(parse(newOrder, body));
  const asked = toPlace(order, toRecord(order), new Date());
  const record = await pendingOrders.keep(asked);
  const placing = toPlace(order, record, asked.now);
  const { isNew, degraded, order: placed } = await payAndPlace(placing, deadline);
  return { status: isNew ? 201 : 200, body: { ...describe(placed), ...(degraded && { degraded }) } };
}

async function show({ parameters: { orderId = '' } }: RestRequest): Promise<Answer> {
  const [placed, shipment] = await Promise.all([findOrder(orderId), findShipment(orderId)]);
  if (placed !== undefined) {
    return { status: 200, body: { ...describe(placed), ...(shipment !== undefined && { shipment }) } };
  }
  const pending = await pendingOrders.find(orderId);
  if (pending === undefined) throw new ShopError('not-found', 'there is no order with this id');
  return { status: 200, body: describe({ ...pending.order, status: 'pending' }) };
}

async function shipOrder({ parameters: { orderId = '' }, deadline }: RestRequest): Promise<Answer> {
  const { isNew, shipment } = await ship(orderId, new Date(), deadline);
  return { status: isNew ? 201 : 200, body: { orderId, ...shipment } };
}
