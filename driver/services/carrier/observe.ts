import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { CONTRACT as V1 } from '../../../schemas/gen/wsdl/carrier/v1.ts';
import { CONTRACT as V2 } from '../../../schemas/gen/wsdl/carrier/v2.ts';
import { shipmentKey } from '../../../schemas/items/shipment-item.ts';
import { type CarrierAnswer, carrierClient } from '../../carrier/carrier-client.ts';
import { type CarrierRequest, type CarrierTransport, carrierVersion } from '../../carrier/transport.ts';
import type { DriverContext } from '../../context.ts';
import { readReleases, versionOf } from '../../releases.ts';
import { compareFields, type Effects, REFUSAL } from '../outcome.ts';
import type { Contract, Pair } from '../pair.ts';
import { releaseOf } from '../release-of.ts';
import { isMessageOf } from './is-message-of.ts';
import { CARRIER_SAMPLES } from './samples.ts';

type Context = Pick<DriverContext, 'aws' | 'signal' | 'system' | 'run'>;

const CONTRACTS = { v1: V1, v2: V2 };

/**
 * What becomes of each sample. A request is compared with what the server stores of it. A response is that to a request of
 * the server's own contract; it is checked against the contract of its client, and compared with what the server's own
 * clients read.
 *
 * @throws {DriverError} `release-missing`
 */
export async function observeCarrier(context: Context, pair: Pair): Promise<Effects[]> {
  const { client, server, direction } = pair;
  const releases = await readReleases(context.aws.lambda, context.system.services.carrier.functionName);
  const release = (contract: Contract) =>
    carrierVersion(context, versionOf(releases, releaseOf('carrier', contract)));
  const sides = { client: release(client), server: release(server) };
  const effects: Effects[] = [];
  const sender = direction === 'request' ? client : server;
  for (const [turn, sample] of CARRIER_SAMPLES[sender].entries()) {
    const shipmentId = `${context.run}.${client}.${server}.${direction}.${turn}`;
    // In the order of the schema, as the `soap` package writes it.
    const input = { shipmentId, orderId: shipmentId, ...sample };
    effects.push(
      direction === 'request'
        ? await observeRequest(context, pair, sides, input)
        : await observeResponse(pair, sides, input),
    );
  }
  return effects;
}

interface Sides {
  /** The client's own release, which serves the WSDL of its contract. */
  client: CarrierTransport;
  server: CarrierTransport;
}
type Booking = Record<string, string | number> & { shipmentId: string };

async function observeRequest(
  { aws, system }: Context,
  { client, server }: Pair,
  sides: Sides,
  input: Booking,
): Promise<Effects> {
  const transport: CarrierTransport = (request) =>
    request.method === 'GET' ? sides.client(request) : sides.server(readdressed(request, client, server));
  const { value, fault, status } = await book(transport, client, input);
  if (value === undefined && fault?.faultCode.endsWith(':Client') === true) return REFUSAL;
  // An answer in the namespace of another contract is the matter of the other direction.
  if (status !== 200) throw new Error(`carrier answered ${status}`);
  const Key = shipmentKey(input.shipmentId);
  const { Item = {} } = await aws.documents.send(new GetCommand({ TableName: system.tables.carrier, Key }));
  const item = new Map(Object.entries(Item));
  const seen = Object.keys(input).map((name): [string, unknown] => [name, item.get(name)]);
  return compareFields(input, Object.fromEntries(seen));
}

async function observeResponse({ client, server }: Pair, sides: Sides, input: Booking): Promise<Effects> {
  let answer: Awaited<ReturnType<CarrierTransport>> | undefined;
  const own = await book(
    async (request) => {
      answer = await sides.server(request);
      return answer;
    },
    server,
    input,
  );
  if (own.value === undefined || answer === undefined) throw new Error(`carrier answered ${own.status}`);
  const recorded = { ...answer, body: inNamespaceOf(answer.body, server, client) };
  if (!isMessageOf(CONTRACTS[client], 'BookShipmentResponse', recorded.body)) return REFUSAL;
  const transport: CarrierTransport = async (request) =>
    request.method === 'GET' ? sides.client(request) : recorded;
  const { value } = await book(transport, client, { ...ids(input), ...CARRIER_SAMPLES[client][0] });
  return value === undefined ? REFUSAL : compareFields(own.value, value);
}

function ids({ shipmentId }: Booking): Booking {
  return { shipmentId, orderId: shipmentId };
}

/** The samples of a contract have its fields, which is more than the compiler can see of both contracts at once. */
async function book(transport: CarrierTransport, contract: Contract, input: Booking): Promise<CarrierAnswer> {
  if (contract === 'v1') return (await carrierClient(transport, 'v1')).call('BookShipment', input as never);
  return (await carrierClient(transport, 'v2')).call('BookShipment', input as never);
}

function readdressed(request: CarrierRequest, from: Contract, to: Contract): CarrierRequest {
  const { body, headers } = request;
  return {
    ...request,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, inNamespaceOf(String(value), from, to)]),
    ),
    ...(body !== undefined && { body: inNamespaceOf(body.toString(), from, to) }),
  };
}

function inNamespaceOf(text: string, from: Contract, to: Contract): string {
  return text.replaceAll(`urn:shop:carrier:${from}`, `urn:shop:carrier:${to}`);
}
