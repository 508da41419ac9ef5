import { create, fromBinary, fromJsonString, toBinary, toJsonString } from '@bufbuild/protobuf';
import { soapHttp } from '../../../driver/carrier/carrier-client.ts';
import {
  AssessRequestSchema as AssessRequestV1,
  AssessResponseSchema,
} from '../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import { AssessRequestSchema as AssessRequestV2 } from '../../../schemas/gen/proto/shop/fraud/v2/fraud_pb.ts';
import { WSDL } from '../../../schemas/gen/wsdl/carrier/v1.ts';
import { ASSESSMENT, type Encoding, type Exchange, SHIPMENT, UNKNOWN } from './calls.ts';

/** Encodes a request, and decodes the response that was received. */
export interface Codec {
  encode(): unknown;
  decode(): unknown;
}
type CodecName = Exclude<Encoding, 'grpc-web'>;

/** gRPC-Web frames the binary message of Protobuf, which is encoded as in Connect. */
export async function openCodecs(exchanges: Record<Encoding, Exchange>): Promise<Record<CodecName, Codec>> {
  const text = (encoding: Encoding) => Buffer.from(exchanges[encoding].answer.body).toString('utf8');
  const [json, connectJson, soap] = [text('json'), text('connect-json'), text('soap')];
  const binary = exchanges['connect-binary'].answer.body;
  const request = { assessmentId: 'assessment', ...ASSESSMENT };
  const message = create(AssessRequestV1, request);
  // Half a second to load, which only this scenario pays.
  const { createClientAsync } = await import('soap');
  const { wsdl } = await createClientAsync('https://carrier.invalid/?wsdl', {
    httpClient: soapHttp(async () => ({ status: 200, headers: {}, body: WSDL })),
    disableCache: true,
  });
  const booking = { shipmentId: 'assessment', ...SHIPMENT };
  return {
    json: { encode: () => JSON.stringify(request), decode: () => JSON.parse(json) },
    'connect-json': {
      encode: () => toJsonString(AssessRequestV1, message),
      decode: () => fromJsonString(AssessResponseSchema, connectJson),
    },
    'connect-binary': {
      encode: () => toBinary(AssessRequestV1, message),
      decode: () => fromBinary(AssessResponseSchema, binary),
    },
    soap: {
      encode: () => wsdl.objectToDocumentXML('BookShipment', booking, '', 'urn:shop:carrier:v1'),
      decode: () => wsdl.xmlToObject(soap),
    },
  };
}

/** Microseconds for one call of `work`: the median of batches that are long enough for the clock. */
export function microseconds(work: () => unknown, batches: number, batch: number): number {
  const times = Array.from({ length: batches }, () => {
    const begin = performance.now();
    for (let run = 0; run < batch; run += 1) work();
    return ((performance.now() - begin) / batch) * 1000;
  });
  return median(times);
}

export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export type HandedOn = 'kept' | 'dropped';

/** What is left of an unknown field when a program of contract v1 reads a message of v2 and writes it again. */
export function handOn(): Record<'binary' | 'json', HandedOn> {
  const sent = create(AssessRequestV2, { assessmentId: 'assessment', ...ASSESSMENT, deviceId: UNKNOWN });
  const binary = toBinary(AssessRequestV1, fromBinary(AssessRequestV1, toBinary(AssessRequestV2, sent)));
  const read = fromJsonString(AssessRequestV1, toJsonString(AssessRequestV2, sent), {
    ignoreUnknownFields: true,
  });
  const json = toJsonString(AssessRequestV1, read);
  const fate = (deviceId: string | undefined) => (deviceId === UNKNOWN ? 'kept' : 'dropped');
  return {
    binary: fate(fromBinary(AssessRequestV2, binary).deviceId),
    json: fate(fromJsonString(AssessRequestV2, json).deviceId),
  };
}
