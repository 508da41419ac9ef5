import type { OrderKind } from '../../schemas/events/order-events.ts';
import type { DriverContext } from '../context.ts';
import { whilePaused } from '../faults/paused-consumer.ts';
import { eventDecoder } from '../journal/decode-event.ts';
import { isPublished } from '../outbox/is-published.ts';
import { queueDepth } from '../queue-depth.ts';
import { readReleases, versionOf } from '../releases.ts';
import { ALIAS, type ConsumerName } from '../system.ts';
import { uninterrupted } from '../uninterrupted.ts';
import { waitUntil } from '../wait-until.ts';
import { CONTRACTS, codeOf, DEPLOYMENTS, type Deployment } from './contracts.ts';
import { observeEvent } from './observe.ts';
import { describeOutcome } from './outcome.ts';
import { predictEvent } from './predict.ts';
import { type ProducedEvent, produceEvent } from './produce-event.ts';
import { takeParked } from './take-parked.ts';

/** One event of a release of orders, at one release of a consumer. */
export interface MessagesCell {
  mode: 'messages';
  event: OrderKind;
  consumer: ConsumerName;
  /** The code of orders that writes the event, and the code of the consumer that gets it: `v1.3`, `v2`. */
  producer: string;
  release: string;
  /** `processed`, with the fields that come from defaults; or `parked`, with the cause. */
  predicted: string;
  observed: string;
}

type Context = Pick<DriverContext, 'aws' | 'signal' | 'system' | 'run' | 'progress'>;

const KINDS: readonly OrderKind[] = ['order', 'cancellation'];
const CONSUMERS: readonly ConsumerName[] = ['analytics', 'email', 'journal'];
/** From the end of the matrix until live consumers have its events. */
const SETTLED_WITHIN_MS = 60_000;

/**
 * Every release of orders with every release of its consumers: predicted from the schemas that each knows, and observed
 * with qualified versions. Each event is a real one, of an order that costs nothing. Live consumers get it only afterwards,
 * because the relay pauses; what they park of it is taken out of their dead-letter queues.
 *
 * @throws {DriverError} `release-missing` where release v1 or v2 of a service is not deployed
 */
export async function runMessagesMatrix(context: Context): Promise<MessagesCell[]> {
  const versions = await readVersions(context);
  const produced: ProducedEvent[] = [];
  try {
    return await whilePaused(context, [`${context.system.relay.functionName}:${ALIAS}`], async () => {
      const cells: MessagesCell[] = [];
      for (const column of columns()) {
        context.progress(`${column.kind} events of ${column.producer} at consumers ${column.consumers}`);
        cells.push(...(await runColumn(context, versions, column, produced)));
      }
      return cells;
    });
  } finally {
    context.progress('live consumers get the same events');
    await cleanUp(uninterrupted(context), produced);
  }
}

interface Column {
  kind: OrderKind;
  producer: Deployment;
  /** The deployment whose consumers get the event. */
  consumers: Deployment;
}

function columns(): Column[] {
  return KINDS.flatMap((kind) =>
    DEPLOYMENTS.flatMap((producer) =>
      DEPLOYMENTS.map((consumers): Column => ({ kind, producer, consumers })),
    ),
  );
}

type Versions = (service: ConsumerName | 'orders', deployment: Deployment) => string;

async function readVersions({ aws, system }: Context): Promise<Versions> {
  const functions = { orders: system.services.orders, ...system.consumers };
  const read = await Promise.all(
    Object.entries(functions).map(
      async ([service, { functionName }]) => [service, await readReleases(aws.lambda, functionName)] as const,
    ),
  );
  const releases = new Map(read);
  return (service, deployment) => versionOf(releases.get(service) ?? new Map(), codeOf(service, deployment));
}

async function runColumn(
  context: Context,
  versions: Versions,
  { kind, producer, consumers }: Column,
  produced: ProducedEvent[],
): Promise<MessagesCell[]> {
  const orderId = `${context.run}-${kind}-${producer}-${consumers}`;
  const event = await produceEvent(context, versions('orders', producer), kind, orderId);
  produced.push(event);
  const decoded = await eventDecoder(context)(event.body);
  return Promise.all(
    CONSUMERS.map(async (consumer): Promise<MessagesCell> => {
      const contract = CONTRACTS[consumer][consumers];
      const predicted = describeOutcome(predictEvent(producer, contract));
      const version = versions(consumer, consumers);
      const observed = await observeEvent(context, { consumer, version, contract, event, decoded });
      return {
        mode: 'messages',
        event: kind,
        consumer,
        producer: codeOf('orders', producer),
        release: codeOf(consumer, consumers),
        predicted,
        observed: describeOutcome(observed),
      };
    }),
  );
}

/** Dead letters stay where live consumers have not dealt with the events in time: an operator can see what they are. */
async function cleanUp(context: Context, produced: readonly ProducedEvent[]): Promise<void> {
  const { signal, system } = context;
  const isSettled = async () => {
    const published = await Promise.all(produced.map((event) => isPublished(context, event)));
    if (published.includes(false)) return false;
    const depths = await Promise.all(
      CONSUMERS.map((consumer) => queueDepth(context, system.consumers[consumer].queueUrl)),
    );
    return depths.every(({ waiting, inFlight }) => waiting + inFlight === 0);
  };
  await waitUntil(isSettled, SETTLED_WITHIN_MS, signal);
  const own = new Set<string | undefined>(produced.map(({ orderId }) => orderId));
  await Promise.all(
    CONSUMERS.map((consumer) => takeParked(context, consumer, ({ group }) => own.has(group))),
  );
}
