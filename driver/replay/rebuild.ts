import { clearProjection, type Projection, readProjection } from '../analytics/projection.ts';
import type { DriverContext } from '../context.ts';
import { DriverError } from '../errors.ts';
import { queueDepth } from '../queue-depth.ts';
import type { GroupName } from '../system.ts';
import { waitUntil } from '../wait-until.ts';
import type { ReplayClient } from './replay-client.ts';

type Context = Pick<DriverContext, 'aws' | 'system' | 'signal'>;

const DRAINED_WITHIN_MS = 120_000;
/** On AWS the number of messages in a queue is approximate, so an empty queue is not enough. */
const COMPLETE_WITHIN_MS = 15_000;

/** Deletes what a group has built, after an unfinished replay is canceled and its messages are processed. */
export async function resetGroup(context: Context, client: ReplayClient, group: GroupName): Promise<void> {
  await client.cancel(group).catch((error: unknown) => {
    // There is none, or it is completed.
    if (!(DriverError.is(error, 'replay-refused') && ['no-replay', 'wrong-state'].includes(error.subject))) {
      throw error;
    }
  });
  await untilDrained(context, group);
  await clearProjection(context.aws, context.system.groups[group].tableName);
}

/** What a group has built once it has processed all messages, and has the orders that it should have or gave them up. */
export async function builtProjection(
  context: Context,
  group: GroupName,
  orderIds: Iterable<string>,
): Promise<Projection> {
  const { tableName } = context.system.groups[group];
  const expected = [...orderIds];
  await untilDrained(context, group);
  let projection = await readProjection(context.aws, tableName);
  const isComplete = async () => {
    if (expected.every((orderId) => projection.orders.has(orderId))) return true;
    projection = await readProjection(context.aws, tableName);
    return false;
  };
  await waitUntil(isComplete, COMPLETE_WITHIN_MS, context.signal);
  return projection;
}

async function untilDrained(context: Context, group: GroupName): Promise<void> {
  const { queueUrl } = context.system.groups[group];
  const isDrained = async () => {
    const { waiting, inFlight } = await queueDepth(context, queueUrl);
    return waiting === 0 && inFlight === 0;
  };
  if (await waitUntil(isDrained, DRAINED_WITHIN_MS, context.signal)) return;
  throw new Error(`The consumer group ${group} did not process its messages in time`);
}
