import { CONTRACT, type Operations } from '../../../schemas/gen/wsdl/carrier/v1.ts';
import type { ApiAddress } from '../../shared/api-url.ts';
import { ShopError } from '../../shared/errors.ts';
import { type SendHttp, sendHttp } from '../../shared/http-client.ts';
import { soapClient } from '../../shared/protocols/soap/client.ts';
import type { Deadline } from '../../shared/resilience/deadline.ts';
import { asDependencyFailure } from '../../shared/resilience/dependency-failure.ts';
import type { ResiliencePolicy } from '../../shared/resilience/policy.ts';
import type { Consignment } from '../domain.ts';

export interface Booked {
  trackingNumber: string;
  /** Such as 2010-12-03. */
  estimatedDelivery: string;
}

export interface OrderCarrier {
  /** Booked twice, it is one shipment: the order's id is the shipment's. @throws ShopError `conflict` or `dependency-…` */
  book(consignment: Consignment, deadline: Deadline): Promise<Booked>;
}

const POLICY: ResiliencePolicy = {
  // The carrier gives up after 5 s by itself, and Lambda on us after 20 s.
  attemptMs: 5_000,
  budgetMs: 12_000,
  retries: { attempts: 3, initialDelayMs: 50, maxDelayMs: 1000, budget: 0.2 },
  breaker: { failures: 5, openMs: 5000 },
  bulkhead: { concurrent: 10, queued: 0 },
};

/** The carrier over contract v1. */
export function orderCarrier(address: ApiAddress, send: SendHttp = sendHttp): OrderCarrier {
  const call = soapClient<Operations>(
    { dependency: 'carrier', address, path: '/carrier', contract: CONTRACT, policy: POLICY },
    send,
  );
  return {
    async book({ orderId, ...consignment }, deadline) {
      const shipment = { shipmentId: orderId, orderId, ...consignment };
      const booked = await call('BookShipment', shipment, { deadline }).catch(asOwnError);
      return { trackingNumber: booked.trackingNumber, estimatedDelivery: booked.estimatedDelivery };
    },
  };
}

function asOwnError(error: unknown): never {
  const failure = ShopError.from(error);
  if (failure.code === 'conflict') {
    throw new ShopError('conflict', 'orderId: the carrier has another shipment with this id', {
      cause: failure,
    });
  }
  throw asDependencyFailure(failure, 'the carrier');
}
