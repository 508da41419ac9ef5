import { randomUUID } from 'node:crypto';
import type { Shop } from '../../bin/open-shop.ts';
import { carrierClient } from '../../driver/carrier/carrier-client.ts';
import { deployedCarrier } from '../../driver/carrier/transport.ts';
import type { ConnectProtocol } from '../../driver/clients/connect-transport.ts';
import { httpClient } from '../../driver/clients/http.ts';
import { liveFraud } from '../../driver/fraud/fraud-client.ts';
import { livePayments } from '../../driver/payments/payments-client.ts';
import { deployed } from '../deployed.ts';
import { type Figure, type Measure, median, timed } from '../measure.ts';

const CALLS = 100;
const WARM_UP = 5;
const TIMEOUT_MS = 5_000;
const FRAUD: readonly ConnectProtocol[] = ['connect', 'connect-json', 'grpc-web'];

type Call = () => Promise<void>;

/**
 * One call of each protocol through API Gateway, signed, with the client that is usual for it. Every call reads one item by
 * its id. The floor is the same read over the JSON route that is older than contracts. The calls take turns, so a slow
 * moment of the machine slows all of them. The services are three functions: a part of a difference is theirs.
 */
export const protocols: Measure = {
  name: 'protocols',
  async take(runs, say) {
    const system = await deployed(say);
    const { plain, calls, close } = await makeCalls(system.shop).catch(async (error: unknown) => {
      await system.close();
      throw error;
    });
    try {
      const floors: number[] = [];
      const values = new Map<string, number[]>([...calls.keys()].map((name) => [name, []]));
      for (let run = 0; run < runs; run += 1) {
        say(`run ${run + 1} of ${runs}`);
        const times = await inTurns(new Map([['plain', plain], ...calls]));
        floors.push(median(times.get('plain') ?? []));
        for (const [name, medians] of values) medians.push(median(times.get(name) ?? []));
      }
      const floor = { name: 'GET of JSON without a contract', values: floors };
      return [...values].map(
        ([name, medians]): Figure => ({ name: `Call: ${name} (median)`, unit: 'ms', values: medians, floor }),
      );
    } finally {
      close();
      await system.close();
    }
  },
};

async function inTurns(calls: ReadonlyMap<string, Call>): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>([...calls.keys()].map((name) => [name, []]));
  for (let turn = 0; turn < WARM_UP + CALLS; turn += 1) {
    // Each goes first as often as last.
    for (const [name, call] of turn % 2 === 0 ? calls : [...calls].reverse()) {
      const milliseconds = await timed(call);
      if (turn >= WARM_UP) times.get(name)?.push(milliseconds);
    }
  }
  return times;
}

/** Stores what the calls read. A call that is not answered with it throws: a refusal is fast, and would look good. */
async function makeCalls(
  shop: Shop,
): Promise<{ plain: Call; calls: ReadonlyMap<string, Call>; close(): void }> {
  const context = { ...shop, signal: new AbortController().signal };
  const id = `bench-${randomUUID()}`;
  const payments = livePayments(context);
  const http = httpClient();
  const frauds = FRAUD.map((protocol) => ({ protocol, client: liveFraud(context, protocol) }));
  const close = () => {
    payments.close();
    http.close();
    for (const { client } of frauds) client.close();
  };
  try {
    const country = 'United Kingdom';
    const header = { 'x-timeout-ms': TIMEOUT_MS };
    const { response } = await payments.v1.POST('/v1/payments', {
      params: { header: { ...header, 'Idempotency-Key': id } },
      body: { orderId: id, amount: '12.50', currency: 'GBP', kind: 'charge', customerId: null, country },
    });
    expectThat(response.status === 201, 'payments', response.status);
    // It has been assessed by the payment; a benchmark does not rely on it.
    const assessmentId = `${id}-a`;
    await frauds[0]?.client.v1.assess(
      { assessmentId, amount: '12.50', currency: 'GBP', country },
      { timeoutMs: TIMEOUT_MS },
    );
    const carrier = await carrierClient(deployedCarrier(context, http), 'v1');
    const parcel = { country, weightGrams: 1, parcels: 1 };
    const booked = await carrier.call('BookShipment', { shipmentId: id, orderId: id, ...parcel });
    expectThat(booked.value !== undefined, 'carrier', booked.status);

    const calls = new Map<string, Call>();
    calls.set('REST, JSON', async () => {
      const { data, response } = await payments.v1.GET('/v1/payments/{paymentId}', {
        params: { path: { paymentId: id }, header },
      });
      expectThat(data?.paymentId === id, 'payments', response.status);
    });
    for (const { protocol, client } of frauds) {
      calls.set(`Protobuf, ${protocol}`, async () => {
        const found = await client.v1.getAssessment({ assessmentId }, { timeoutMs: TIMEOUT_MS });
        expectThat(found.assessmentId === assessmentId, 'fraud', 200);
      });
    }
    calls.set('SOAP', async () => {
      const { status, value } = await carrier.call('TrackShipment', { shipmentId: id }, TIMEOUT_MS);
      expectThat(value?.['shipmentId'] === id, 'carrier', status);
    });
    const plain = async () => {
      const { status } = await shop.shop.send('payments', 'GET', `/payments/${id}`);
      expectThat(status === 200, 'payments', status);
    };
    return { plain, calls, close };
  } catch (error) {
    close();
    throw error;
  }
}

function expectThat(isRight: boolean, service: string, status: number): void {
  if (!isRight)
    throw new Error(`A call of ${service} was answered with ${status} and not with what it asked for`);
}
