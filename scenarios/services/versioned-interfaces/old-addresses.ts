import { carrierClient } from '../../../driver/carrier/carrier-client.ts';
import { carrierVersion } from '../../../driver/carrier/transport.ts';
import type { DriverContext } from '../../../driver/context.ts';
import { fraudRelease } from '../../../driver/fraud/fraud-client.ts';
import { paymentsRelease } from '../../../driver/payments/payments-client.ts';
import { readReleases, versionOf } from '../../../driver/releases.ts';
import { Decision } from '../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';

type Context = Pick<DriverContext, 'aws' | 'signal' | 'system' | 'run'>;

const TIMEOUT_MS = 10_000;
const RELEASE = 'v2';

/** Clients of contract v1 call its addresses on v2 servers, which serve them beside their own. */
export async function callOldAddresses(context: Context): Promise<Finding[]> {
  const answers = [await assess(context), await pay(context), await book(context)];
  const [assessed] = answers;
  const group = findingGroup('addresses', 'A version in the address: client v1, server v2');
  return [
    group.equals('answered', 'calls answered by contract v1', {
      expected: answers.length,
      observed: answers.filter(({ ok }) => ok).length,
      unit: 'calls',
      of: answers.length,
    }),
    group.equals('decision', 'a payment that v2 declines, as client v1 sees it', {
      expected: 'review, score 100',
      observed: assessed?.answer ?? '',
    }),
  ];
}

interface Answer {
  ok: boolean;
  answer: string;
}

async function assess(context: Context): Promise<Answer> {
  const { v1 } = await fraudRelease(context, RELEASE, 'connect');
  const { decision, score } = await v1.assess(
    { assessmentId: `${context.run}-address`, amount: '9100.00', currency: 'GBP', country: 'France' },
    { timeoutMs: TIMEOUT_MS },
  );
  return {
    ok: decision === Decision.REVIEW,
    answer: `${decision === Decision.REVIEW ? 'review' : decision}, score ${score}`,
  };
}

/** Without a key, as contract v1 allows. */
async function pay(context: Context): Promise<Answer> {
  const { v1 } = await paymentsRelease(context, RELEASE);
  const { data, response } = await v1.POST('/v1/payments', {
    params: { header: { 'x-timeout-ms': TIMEOUT_MS } },
    body: {
      orderId: `${context.run}-address`,
      amount: '12.50',
      currency: 'GBP',
      kind: 'charge',
      customerId: '17850',
      country: 'United Kingdom',
    },
  });
  return {
    ok: response.status === 201 && data !== undefined && !('links' in data),
    answer: data?.status ?? '',
  };
}

async function book(context: Context): Promise<Answer> {
  const { aws, system, run } = context;
  const version = versionOf(await readReleases(aws.lambda, system.services.carrier.functionName), RELEASE);
  const client = await carrierClient(carrierVersion(context, version), 'v1');
  const ids = { shipmentId: `${run}-address`, orderId: `${run}-address` };
  const { value } = await client.call('BookShipment', {
    ...ids,
    country: 'United Kingdom',
    weightGrams: 1,
    parcels: 1,
  });
  return { ok: value !== undefined && !('labelUrl' in value), answer: String(value?.['trackingNumber']) };
}
