import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { restHandler as legacyHandler } from '../../shared/http.ts';
import { restHandler } from '../../shared/protocols/rest/handler.ts';
import type { AsyncPayments } from './accept-payment.ts';
import { contractV1 } from './contract-v1.ts';
import { legacyRoutes } from './legacy.ts';
import type { Payments } from './take-payment.ts';

/** Contracts have their version in the path. What has none is older than contracts. */
const CONTRACT_PATH = /^\/v\d+\//;

export function paymentsHandler(payments: Payments & AsyncPayments) {
  const contracts = restHandler({ service: 'payments', release: 'v1.1', routes: contractV1(payments) });
  const legacy = legacyHandler({ release: 'v1.1', routes: legacyRoutes(payments) });
  return (event: APIGatewayProxyEvent, context: Context) =>
    CONTRACT_PATH.test(event.resource) ? contracts(event, context) : legacy(event, context);
}
