import { invokeHttp } from '../../../driver/clients/invoke-http.ts';
import { concurrently } from '../../../driver/concurrently.ts';
import { type KilledCopy, withKilledCopy } from '../../../driver/faults/killed-copy.ts';
import { smallOrder } from '../../../driver/orders/small-order.ts';
import { readReleases, versionOf } from '../../../driver/releases.ts';
import { waitUntil } from '../../../driver/wait-until.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import {
  type CrashPoint,
  DUAL_WRITE_CRASHES,
  ORDER_CRASHES,
  WRITE_ORDERS,
  type WriteOrder,
} from './crash-points.ts';

/** Orders that met a crash, and what their clients saw of it. */
export interface Crashed {
  point: CrashPoint;
  /** Of a dual write. */
  writeOrder?: WriteOrder;
  orderIds: string[];
  answered: number;
  /** As the log of the killed function says. */
  kills: number;
}

const CLIENTS = 2;
const LOGGED_WITHIN_MS = 60_000;

/** Orders whose process is killed around the transaction that stores them with their events. */
export async function killOrders(context: ScenarioContext, count: number): Promise<Crashed[]> {
  const { functionName } = context.system.services.orders;
  const { version } = await context.traffic.read(functionName);
  return killAtEach(context, { functionName, version }, ORDER_CRASHES, async (copy, point) => [
    await place(context, copy, { point, resource: '/orders', count }),
  ]);
}

/** Orders whose process is killed around each of two writes, in both orders of the writes. */
export async function killDualWrites(context: ScenarioContext, count: number): Promise<Crashed[]> {
  const { functionName } = context.system.dualWrite;
  const version = versionOf(await readReleases(context.aws.lambda, functionName), 'v1');
  return killAtEach(context, { functionName, version }, DUAL_WRITE_CRASHES, async (copy, point) => {
    const crashed: Crashed[] = [];
    for (const writeOrder of WRITE_ORDERS) {
      const placed = await place(context, copy, {
        point,
        resource: `/${writeOrder}/orders`,
        count,
        writeOrder,
      });
      crashed.push(placed);
    }
    return crashed;
  });
}

async function killAtEach(
  context: ScenarioContext,
  original: { functionName: string; version: string },
  points: readonly CrashPoint[],
  work: (copy: KilledCopy, point: CrashPoint) => Promise<Crashed[]>,
): Promise<Crashed[]> {
  const [first] = points;
  if (first === undefined) return [];
  return withKilledCopy(context, { ...original, at: first.at }, async (copy) => {
    const crashed: Crashed[] = [];
    for (const point of points) {
      context.progress(point.label);
      if (point !== first) await copy.killAt(point.at);
      crashed.push(...(await work(copy, point)));
    }
    return crashed;
  });
}

interface Placing {
  point: CrashPoint;
  resource: string;
  count: number;
  writeOrder?: WriteOrder;
}

/** The clients do not come back. */
async function place(
  context: ScenarioContext,
  copy: KilledCopy,
  { point, resource, count, writeOrder }: Placing,
): Promise<Crashed> {
  const name = [writeOrder, point.name].filter((part) => part !== undefined).join('-');
  const orderIds = Array.from({ length: count }, (_, index) => `${context.run}-${name}-${index}`);
  const before = await copy.countKills(point.at);
  const answers = await concurrently(orderIds, CLIENTS, (orderId) =>
    invokeHttp(context, copy.functionName, '$LATEST', {
      method: 'POST',
      resource,
      body: smallOrder(orderId),
    }).catch(() => undefined),
  );
  context.signal.throwIfAborted();
  let kills = 0;
  const areLogged = async () => {
    kills = (await copy.countKills(point.at)) - before;
    return kills >= count;
  };
  await waitUntil(areLogged, LOGGED_WITHIN_MS, context.signal);
  const answered = answers.filter((answer) => answer !== undefined).length;
  return { point, orderIds, answered, kills, ...(writeOrder !== undefined && { writeOrder }) };
}
