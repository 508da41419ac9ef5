import { type Client, createClient } from '@connectrpc/connect';
import { FraudService as FraudServiceV1 } from '../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import { FraudService as FraudServiceV2 } from '../../schemas/gen/proto/shop/fraud/v2/fraud_pb.ts';
import { apiUrl } from '../clients/api-url.ts';
import { bytesTransport, type ConnectProtocol, type SendBytes } from '../clients/connect-transport.ts';
import { httpClient } from '../clients/http.ts';
import { invokeRaw } from '../clients/invoke-http.ts';
import { requestSigner } from '../clients/request-signer.ts';
import { resourceOf, VERSION_BASE_URL } from '../clients/version-fetch.ts';
import type { DriverContext } from '../context.ts';
import { readReleases, versionOf } from '../releases.ts';

/**
 * A client for each version of the contract: `clients.v1.assess({…}, { timeoutMs: 2000 })`. Every call needs a timeout.
 * A failure is a `ConnectError`.
 */
export interface FraudClients {
  readonly v1: Client<typeof FraudServiceV1>;
  readonly v2: Client<typeof FraudServiceV2>;
}

/** Clients that call the deployed API, signed. Close them when they are no longer used. */
export function liveFraud(
  { aws, system }: Pick<DriverContext, 'aws' | 'system'>,
  protocol: ConnectProtocol,
): FraudClients & { close(): void } {
  const http = httpClient();
  const sign = requestSigner(aws);
  const send: SendBytes = async (request, signal) => {
    const headers = await sign(request);
    const { status, headers: answered, bytes } = await http.send({ ...request, headers }, signal);
    return { status, headers: answered, body: bytes };
  };
  const baseUrl = apiUrl(system.services.fraud.apiId, system.stage, aws.settings);
  return { ...clients(baseUrl, protocol, send), close: () => http.close() };
}

const RESOURCES = ['v1', 'v2'].map((version) => `/shop.fraud.${version}.FraudService/{method}`);

/**
 * Clients of one release, reached by its qualified version: no alias decides who answers.
 *
 * @param readdress changes the path of every request
 * @throws {DriverError} `release-missing`
 */
export async function fraudRelease(
  context: Pick<DriverContext, 'aws' | 'signal' | 'system'>,
  release: string,
  protocol: ConnectProtocol,
  readdress: (path: string) => string = (path) => path,
): Promise<FraudClients> {
  const { functionName } = context.system.services.fraud;
  const version = versionOf(await readReleases(context.aws.lambda, functionName), release);
  return clients(VERSION_BASE_URL, protocol, ({ method, url, headers, body }) =>
    invokeRaw(context, functionName, version, {
      method,
      ...resourceOf(RESOURCES, readdress(url.pathname)),
      query: Object.fromEntries(url.searchParams),
      headers,
      ...(body.length > 0 && { body }),
    }),
  );
}

function clients(baseUrl: string, protocol: ConnectProtocol, send: SendBytes): FraudClients {
  const transport = bytesTransport(baseUrl, protocol, send);
  return { v1: createClient(FraudServiceV1, transport), v2: createClient(FraudServiceV2, transport) };
}
