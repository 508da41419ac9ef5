import { retrying } from '../../../driver/clients/retrying.ts';
import { type OpenLoop, openLoop } from '../../../driver/open-loop.ts';
import { smallOrder } from '../../../driver/orders/small-order.ts';
import type { ServiceName } from '../../../driver/system.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';

/** What a customer got. */
export interface Answered {
  /** On the clock of `performance.now()`. */
  startedAt: number;
  /** Milliseconds until the answer. */
  ms: number;
  /** 0 where there was no answer. */
  status: number;
  /** API Gateway answered for the function, which took no further invocation. */
  isThrottled: boolean;
  /** The order was paid for without an assessment by fraud. */
  isDegraded: boolean;
}

export interface Checkout extends Answered {
  orderId: string;
}

export interface Read extends Answered {
  service: ServiceName;
}

export interface Traffic {
  checkouts: OpenLoop<Checkout>;
  /** Of customers who need nothing of fraud. */
  reads: OpenLoop<Read>;
}

const CHECKOUTS_PER_SECOND = 3;
const READS_PER_SECOND = 45;
/** What customers say that they wait. */
const PATIENCE = { 'x-timeout-ms': '10000' };
const READS = [
  ['orders', '/orders/'],
  ['payments', '/v1/payments/'],
  ['profiles', '/profiles/'],
] as const satisfies [ServiceName, string][];

/** Steady traffic, until it is stopped. */
export function sendTraffic(context: ScenarioContext, name: string): Traffic {
  const { run, signal } = context;
  return {
    checkouts: openLoop({ perSecond: CHECKOUTS_PER_SECOND, signal }, async (index) => {
      const orderId = `${run}-${name}-${index}`;
      const answered = await send(context, 'orders', 'POST', '/orders', smallOrder(orderId));
      return { orderId, ...answered };
    }),
    reads: openLoop({ perSecond: READS_PER_SECOND, signal }, async (index) => {
      const [service, path] = READS[index % READS.length] ?? READS[0];
      return { service, ...(await send(context, service, 'GET', `${path}${run}-read`)) };
    }),
  };
}

/** Writes an order, its payment and a profile, which `sendTraffic` reads. */
export async function writeWhatIsRead({ run, shop, signal }: ScenarioContext): Promise<void> {
  const id = `${run}-read`;
  const profile = { userId: id, name: 'Ada', age: 36 };
  for (const send of [
    () => shop.send('orders', 'POST', '/orders', smallOrder(id), signal),
    () => shop.send('profiles', 'POST', '/profiles', profile, signal),
  ]) {
    const { answer } = await retrying(send, signal);
    if (answer?.status !== 201) throw new Error(`The shop failed before the fault: status ${answer?.status}`);
  }
}

export function isOk({ status }: Pick<Answered, 'status'>): boolean {
  return status >= 200 && status < 300;
}

async function send(
  { shop, signal }: ScenarioContext,
  service: ServiceName,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<Answered> {
  const startedAt = performance.now();
  const answer = await shop.send(service, method, path, body, signal, PATIENCE).catch(() => undefined);
  signal.throwIfAborted();
  return {
    startedAt,
    ms: performance.now() - startedAt,
    status: answer?.status ?? 0,
    isThrottled: answer !== undefined && answer.status >= 429 && answer.release === undefined,
    isDegraded: (answer?.body as { degraded?: unknown } | undefined)?.degraded === true,
  };
}
