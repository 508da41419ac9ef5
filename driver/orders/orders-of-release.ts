import orders from '../../lambdas/orders/releases.json' with { type: 'json' };
import { invokeHttp } from '../clients/invoke-http.ts';
import type { DriverContext } from '../context.ts';
import { readReleases, versionOf } from '../releases.ts';
import type { Order } from './order.ts';

/** Places an order. @throws when the release does not accept it */
export type PlaceOrder = (order: Order) => Promise<void>;

/**
 * The release of orders that a release of the shop deploys, reached by its qualified version: v1 writes events with version 1
 * of the schema, v2 with version 2.
 *
 * @throws {DriverError} `release-missing`
 */
export async function ordersOfRelease(
  context: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  release: keyof typeof orders,
): Promise<PlaceOrder> {
  const { functionName } = context.system.services.orders;
  const version = versionOf(await readReleases(context.aws.lambda, functionName), orders[release]);
  return async (body) => {
    const { status } = await invokeHttp(context, functionName, version, {
      method: 'POST',
      resource: '/orders',
      body,
    });
    if (status !== 201 && status !== 200) {
      throw new Error(`Release ${orders[release]} of orders answered order ${body.orderId} with ${status}`);
    }
  };
}
