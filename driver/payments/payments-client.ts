import createClient, { type Client } from 'openapi-fetch';
import type { paths as PathsV1 } from '../../schemas/gen/openapi/payments/v1.ts';
import type { paths as PathsV2 } from '../../schemas/gen/openapi/payments/v2.ts';
import { apiUrl } from '../clients/api-url.ts';
import { signedFetch } from '../clients/signed-fetch.ts';
import { VERSION_BASE_URL, versionFetch } from '../clients/version-fetch.ts';
import type { DriverContext } from '../context.ts';
import { readReleases, versionOf } from '../releases.ts';

/** A client for each version of the contract, typed by it: `clients.v1.POST('/v1/payments', …)`. */
export interface PaymentsClients {
  readonly v1: Client<PathsV1>;
  readonly v2: Client<PathsV2>;
}

/** Clients that call the deployed API. Close them when they are no longer used. */
export function livePayments({
  aws,
  system,
}: Pick<DriverContext, 'aws' | 'system'>): PaymentsClients & { close(): void } {
  const { fetch, close } = signedFetch(aws);
  const baseUrl = apiUrl(system.services.payments.apiId, system.stage, aws.settings);
  return { ...clients(baseUrl, fetch), close };
}

const RESOURCES = ['v1', 'v2'].flatMap((version) => [
  `/${version}/payments`,
  `/${version}/payments/{paymentId}`,
]);

/**
 * Clients of one release, reached by its qualified version: no alias decides who answers.
 *
 * @param readdress changes the path of every request
 * @throws {DriverError} `release-missing`
 */
export async function paymentsRelease(
  context: Pick<DriverContext, 'aws' | 'signal' | 'system'>,
  release: string,
  readdress?: (path: string) => string,
): Promise<PaymentsClients> {
  const { functionName } = context.system.services.payments;
  const version = versionOf(await readReleases(context.aws.lambda, functionName), release);
  return clients(VERSION_BASE_URL, versionFetch(context, functionName, version, RESOURCES, readdress));
}

function clients(baseUrl: string, fetch: (request: Request) => Promise<Response>): PaymentsClients {
  return { v1: createClient({ baseUrl, fetch }), v2: createClient({ baseUrl, fetch }) };
}
