import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { paymentKey } from '../../../schemas/items/payment-item.ts';
import type { DriverContext } from '../../context.ts';
import { type PaymentsClients, paymentsRelease } from '../../payments/payments-client.ts';
import { compareFields, type Effects, REFUSAL } from '../outcome.ts';
import type { Contract, Pair } from '../pair.ts';
import { releaseOf } from '../release-of.ts';
import { type PaymentSchema, paymentSchema } from './payment-schema.ts';
import { PAYMENT_SAMPLES, type PaymentSample } from './samples.ts';

type Context = Pick<DriverContext, 'aws' | 'signal' | 'system' | 'run'>;

const HEADERS = { 'x-timeout-ms': 10_000 };

/**
 * What becomes of each sample. A request is compared with what the server stores of it. A response is checked against the
 * contract of its client and compared with what that contract names of it.
 *
 * @throws {DriverError} `release-missing`
 */
export async function observePayments(context: Context, pair: Pair): Promise<Effects[]> {
  const { client, server, direction } = pair;
  const clients = await paymentsRelease(context, releaseOf('payments', server), (path) =>
    path.replace(`/${client}/`, `/${server}/`),
  );
  const schema = await paymentSchema(client);
  const own = await paymentsRelease(context, releaseOf('payments', server));
  const effects: Effects[] = [];
  const sender = direction === 'request' ? client : server;
  for (const [turn, sample] of PAYMENT_SAMPLES[sender].entries()) {
    const orderId = `${context.run}.${client}.${server}.${direction}.${turn}`;
    effects.push(
      direction === 'request'
        ? await observeRequest(context, clients, client, orderId, sample)
        : await observeResponse(context, { clients, own, pair, schema }, orderId, sample),
    );
  }
  return effects;
}

async function observeRequest(
  context: Context,
  clients: PaymentsClients,
  contract: Contract,
  orderId: string,
  sample: PaymentSample,
): Promise<Effects> {
  const { status, body } = await take(clients, contract, orderId, sample);
  if (status === 400 || status === 404) return REFUSAL;
  const paymentId = body === undefined ? undefined : body.paymentId;
  if (paymentId === undefined) throw new Error(`payments answered ${status}`);
  const { TableName, Key } = { TableName: context.system.tables.payments, Key: paymentKey(paymentId) };
  const { Item = {} } = await context.aws.documents.send(new GetCommand({ TableName, Key }));
  const item = new Map(Object.entries(Item));
  const sent = { ...sample.body, orderId };
  const seen = Object.keys(sent).map((name): [string, unknown] => [name, item.get(name)]);
  return compareFields(sent, Object.fromEntries(seen));
}

interface Response {
  clients: PaymentsClients;
  own: PaymentsClients;
  pair: Pair;
  schema: PaymentSchema;
}

async function observeResponse(
  context: Context,
  { clients, own, pair: { client, server }, schema }: Response,
  paymentId: string,
  sample: PaymentSample,
): Promise<Effects> {
  const keyed = { ...sample, hasKey: true };
  const { status } = await take(own, server, paymentId, keyed);
  if (status !== 201) throw new Error(`payments answered ${status}`);
  if (sample.declined) await decline(context, paymentId);
  const sent = await read(own, server, paymentId);
  const received = await read(clients, client, paymentId);
  return schema.isValid(received) ? compareFields(fields(sent), schema.known(fields(received))) : REFUSAL;
}

/** As release v2 stores it. Whether the fraud service declines a payment depends on the release of it that is live. */
async function decline({ aws, system }: Context, paymentId: string): Promise<void> {
  await aws.documents.send(
    new UpdateCommand({
      TableName: system.tables.payments,
      Key: paymentKey(paymentId),
      UpdateExpression: 'SET #declined = :yes',
      ExpressionAttributeNames: { '#declined': 'declined' },
      ExpressionAttributeValues: { ':yes': true },
    }),
  );
}

async function take(clients: PaymentsClients, contract: Contract, orderId: string, sample: PaymentSample) {
  const body = { ...sample.body, orderId };
  const key = { 'Idempotency-Key': orderId };
  if (contract === 'v1') {
    const header = { ...HEADERS, ...(sample.hasKey && key) };
    const { data, response } = await clients.v1.POST('/v1/payments', { params: { header }, body });
    return { status: response.status, body: data };
  }
  const params = { header: { ...HEADERS, ...key } };
  const { data, response } = await clients.v2.POST('/v2/payments', { params, body });
  return { status: response.status, body: data };
}

async function read(clients: PaymentsClients, contract: Contract, paymentId: string): Promise<unknown> {
  const params = { path: { paymentId }, header: HEADERS };
  const { data, error } =
    contract === 'v1'
      ? await clients.v1.GET('/v1/payments/{paymentId}', { params })
      : await clients.v2.GET('/v2/payments/{paymentId}', { params });
  if (data === undefined) throw new Error(`payments did not return the payment: ${error?.code}`);
  return data;
}

function fields(payment: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(payment ?? {}));
}
