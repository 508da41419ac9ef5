import type { Client, IHttpClient } from 'soap';
import { z } from 'zod';
import type * as v1 from '../../schemas/gen/wsdl/carrier/v1.ts';
import type * as v2 from '../../schemas/gen/wsdl/carrier/v2.ts';
import type { CarrierTransport } from './transport.ts';

/** The operations of each version of the contract. */
interface Contracts {
  v1: v1.Operations;
  v2: v2.Operations;
}
export type CarrierContract = keyof Contracts;

export interface CarrierAnswer {
  status: number;
  /** The release that answered; undefined when the answer is API Gateway's own. */
  release: string | undefined;
  /** The message as the `soap` package reads it, where numbers are JavaScript numbers and dates are Date. */
  value?: Record<string, unknown>;
  fault?: CarrierFault;
}

export interface CarrierFault {
  /** As `soap:Client`. */
  faultCode: string;
  message: string;
  /** From the detail, where there is one. */
  code: string | undefined;
}

/** The carrier as a partner's program sees it: the `soap` package, made from the WSDL that the service serves. */
export interface CarrierClient<Contract extends CarrierContract = CarrierContract> {
  call<Name extends keyof Contracts[Contract] & string>(
    operation: Name,
    input: Contracts[Contract][Name] extends { input: infer Input } ? Input : never,
    timeoutMs?: number,
  ): Promise<CarrierAnswer>;
}

const TIMEOUT_MS = 5000;

/** @throws Error when the service serves no WSDL of that version */
export async function carrierClient<Contract extends CarrierContract>(
  transport: CarrierTransport,
  contract: Contract,
): Promise<CarrierClient<Contract>> {
  // Half a second to load, which only those pay who call the carrier.
  const { createClientAsync } = await import('soap');
  const httpClient = soapHttp(transport);
  const address = `https://carrier.invalid/carrier?wsdl&version=${contract}`;
  const client = await createClientAsync(address, { httpClient, disableCache: true });
  return {
    call: (operation, input, timeoutMs = TIMEOUT_MS) =>
      invoke(client, operation, input, { 'x-timeout-ms': String(timeoutMs) }),
  };
}

/** `soap` asks for a URL and is given the answer of the transport, wherever that goes. */
export function soapHttp(transport: CarrierTransport): IHttpClient {
  const request = (
    url: string,
    data: string | null,
    callback: (error: unknown, response?: unknown, body?: string) => void,
    headers: Record<string, string> = {},
  ) => {
    const query = Object.fromEntries(new URL(url).searchParams);
    const sent = data === null ? { method: 'GET' as const } : { method: 'POST' as const, body: data };
    void transport({ ...sent, query, headers }).then(
      (response) => callback(null, { ...response, data: response.body }, response.body),
      (error) => callback(error),
    );
  };
  // The package declares the promise of its own HTTP client here, and uses none.
  return { request } as unknown as IHttpClient;
}

const Failure = z.object({
  response: z.object({ status: z.number(), headers: z.record(z.string(), z.string()) }),
  root: z
    .object({
      Envelope: z.object({
        Body: z.object({
          Fault: z.object({
            faultcode: z.string(),
            faultstring: z.string(),
            detail: z.object({ ServiceFault: z.object({ code: z.string() }) }).optional(),
          }),
        }),
      }),
    })
    .optional(),
});

function invoke(
  client: Client,
  operation: string,
  input: unknown,
  headers: Record<string, string>,
): Promise<CarrierAnswer> {
  return new Promise((resolve, reject) => {
    const method: unknown = client[operation];
    if (typeof method !== 'function') throw new Error(`The WSDL has no operation ${operation}`);
    const done = (error: unknown, value: Record<string, unknown>) => {
      if (!error) {
        // The package sets it just before it calls back: no other call can come between.
        const release = client.lastResponseHeaders?.['x-dataflow-release'];
        resolve({ status: 200, release: typeof release === 'string' ? release : undefined, value });
        return;
      }
      const failure = Failure.safeParse(error);
      if (failure.success) resolve(failedAnswer(failure.data));
      else reject(error);
    };
    method.call(client, input, done, undefined, headers);
  });
}

function failedAnswer({ response, root }: z.infer<typeof Failure>): CarrierAnswer {
  const { status, headers } = response;
  const release = headers['x-dataflow-release'];
  const fault = root?.Envelope.Body.Fault;
  if (fault === undefined) return { status, release };
  const { faultcode: faultCode, faultstring: message, detail } = fault;
  return { status, release, fault: { faultCode, message, code: detail?.ServiceFault.code } };
}
