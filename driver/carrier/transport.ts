import { apiUrl } from '../clients/api-url.ts';
import type { HttpClient } from '../clients/http.ts';
import { invokeRaw } from '../clients/invoke-http.ts';
import { requestSigner } from '../clients/request-signer.ts';
import type { DriverContext } from '../context.ts';

export interface CarrierRequest {
  method: 'GET' | 'POST';
  query: Record<string, string>;
  headers: Record<string, string>;
  body?: string | Buffer;
}

export interface CarrierResponse {
  status: number;
  /** By lower-case name. */
  headers: Record<string, string>;
  body: string;
}

/** Takes a request to the carrier, one way or another. */
export type CarrierTransport = (request: CarrierRequest) => Promise<CarrierResponse>;

const PATH = '/carrier';

/** Through API Gateway and the alias, signed. */
export function deployedCarrier(
  { aws, system, signal }: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  http: HttpClient,
): CarrierTransport {
  const sign = requestSigner(aws);
  const address = `${apiUrl(system.services.carrier.apiId, system.stage, aws.settings)}${PATH}`;
  return async ({ method, query, headers, body }) => {
    const url = new URL(`${address}?${new URLSearchParams(query)}`);
    const content = body === undefined ? {} : { body };
    const signed = await sign({ method, url, headers, ...content });
    const answer = await http.send({ method, url, headers: signed, ...content }, signal);
    return { status: answer.status, headers: flat(answer.headers), body: answer.body };
  };
}

/** One version of the function, whichever is live. @param version a version number, or `$LATEST` */
export function carrierVersion(
  context: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  version: string,
): CarrierTransport {
  const { functionName } = context.system.services.carrier;
  return async (request) => {
    const answer = await invokeRaw(context, functionName, version, { ...request, resource: PATH });
    return { ...answer, body: answer.body.toString('utf8') };
  };
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
