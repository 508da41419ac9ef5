import { createClient } from '@connectrpc/connect';
import { carrierClient } from '../../../driver/carrier/carrier-client.ts';
import { apiUrl } from '../../../driver/clients/api-url.ts';
import {
  type BytesAnswer,
  type BytesRequest,
  bytesTransport,
  type ConnectProtocol,
} from '../../../driver/clients/connect-transport.ts';
import type { HttpClient } from '../../../driver/clients/http.ts';
import { requestSigner } from '../../../driver/clients/request-signer.ts';
import type { DriverContext } from '../../../driver/context.ts';
import { FraudService as FraudServiceV1 } from '../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import { FraudService as FraudServiceV2 } from '../../../schemas/gen/proto/shop/fraud/v2/fraud_pb.ts';

/** What crossed the wire for one call. */
export interface Exchange {
  /** As sent, with the headers of the signature. */
  request: BytesRequest;
  answer: BytesAnswer;
}

/** Makes one call; with `unknown`, its request has a field that contract v1 does not name. */
export type Call = (id: string, unknown?: boolean) => Promise<Exchange>;

export const ENCODINGS = ['json', 'connect-json', 'connect-binary', 'grpc-web', 'soap'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The values of a request beside its id, by their names in each contract: four of them, as long in one as in the other. */
export const ASSESSMENT = {
  amount: '139.12',
  currency: 'GBP',
  customerId: '17850',
  country: 'United Kingdom',
} as const;
export const SHIPMENT = {
  orderId: '17850-1',
  country: 'United Kingdom',
  weightGrams: 13_912,
  parcels: 12,
} as const;
export const UNKNOWN = 'device-1';

const TIMEOUT_MS = 10_000;

/** One call for each encoding, through API Gateway, signed, over connections that are kept. */
export async function openCalls(
  { aws, system, signal }: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  http: HttpClient,
): Promise<Record<Encoding, Call>> {
  const sign = requestSigner(aws);
  const urlOf = (service: 'fraud' | 'carrier') =>
    apiUrl(system.services[service].apiId, system.stage, aws.settings);
  const exchange = async (unsigned: BytesRequest): Promise<Exchange> => {
    const request = { ...unsigned, headers: await sign(unsigned) };
    const { status, headers, bytes } = await http.send(request, signal);
    return { request, answer: { status, headers, body: bytes } };
  };

  const fraud =
    (protocol: ConnectProtocol): Call =>
    async (assessmentId, unknown = false) => {
      let seen: Exchange | undefined;
      const transport = bytesTransport(urlOf('fraud'), protocol, async (request) => {
        // The address of contract v1, whichever contract the message is of.
        const url = new URL(request.url.href.replace('.v2.', '.v1.'));
        seen = await exchange({ ...request, url });
        return seen.answer;
      });
      const request = { assessmentId, ...ASSESSMENT };
      const options = { timeoutMs: TIMEOUT_MS };
      const sent = unknown
        ? createClient(FraudServiceV2, transport).assess({ ...request, deviceId: UNKNOWN }, options)
        : createClient(FraudServiceV1, transport).assess(request, options);
      await sent;
      return found(seen);
    };

  return {
    json: (assessmentId, unknown = false) =>
      exchange({
        method: 'POST',
        url: new URL(`${urlOf('fraud')}/assessments`),
        headers: { 'content-type': 'application/json', 'x-timeout-ms': String(TIMEOUT_MS) },
        body: Buffer.from(
          JSON.stringify({ assessmentId, ...ASSESSMENT, ...(unknown && { deviceId: UNKNOWN }) }),
        ),
      }),
    'connect-json': fraud('connect-json'),
    'connect-binary': fraud('connect'),
    'grpc-web': fraud('grpc-web'),
    soap: await soapCall(`${urlOf('carrier')}/carrier`, exchange),
  };
}

async function soapCall(
  address: string,
  exchange: (request: BytesRequest) => Promise<Exchange>,
): Promise<Call> {
  let seen: Exchange | undefined;
  let addUnknown = false;
  const client = await carrierClient(async ({ method, query, headers, body = '' }) => {
    const text = addUnknown ? withUnknown(body.toString()) : body.toString();
    const url = new URL(`${address}?${new URLSearchParams(query)}`);
    const strings = Object.entries(headers).map(([name, value]) => [name, String(value)]);
    const sized = strings.filter(([name]) => name?.toLowerCase() !== 'content-length');
    seen = await exchange({ method, url, headers: Object.fromEntries(sized), body: Buffer.from(text) });
    const { status, headers: answered, body: bytes } = seen.answer;
    const flat = Object.entries(answered).map(([name, value]) => [name, String(value)]);
    return { status, headers: Object.fromEntries(flat), body: Buffer.from(bytes).toString('utf8') };
  }, 'v1');
  return async (shipmentId, unknown = false) => {
    addUnknown = unknown;
    await client.call('BookShipment', { shipmentId, ...SHIPMENT }, TIMEOUT_MS);
    return found(seen);
  };
}

function withUnknown(envelope: string): string {
  return envelope.replace(
    /<\/(?:\w+:)?BookShipment>/,
    (end) => `<deviceId xmlns="urn:shop:carrier:v1">${UNKNOWN}</deviceId>${end}`,
  );
}

function found(exchange: Exchange | undefined): Exchange {
  if (exchange === undefined) throw new Error('The client sent no request');
  return exchange;
}
