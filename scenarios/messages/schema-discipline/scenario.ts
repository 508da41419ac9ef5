import { awaitRedriven, type RedrivenOutcome } from '../../../driver/dead-letters/await-redriven.ts';
import type { DeadLetter } from '../../../driver/dead-letters/dead-letter.ts';
import { redrive } from '../../../driver/dead-letters/redrive.ts';
import { takeParked } from '../../../driver/messages/take-parked.ts';
import { uninterrupted } from '../../../driver/uninterrupted.ts';
import { orderEventId } from '../../../schemas/events/order-events.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';
import { oneChangeFindings } from './one-change.ts';
import {
  countedOnDay,
  parkedBy,
  placeOrders,
  READERS,
  type Reception,
  receptionOf,
  worthOf,
} from './orders.ts';
import { type Pair, useReleases, withTrafficRestored } from './releases.ts';

/** Orders of each pair of releases. */
const ORDERS = { quick: 4, full: 50 };
const REDRIVE_WITHIN_MS = 60_000;
/** An upgraded alias takes a moment on AWS: what an earlier release still got comes back, and is sent back again. */
const REDRIVES = 3;

/**
 * Orders v2 writes Order v2, which adds a currency and a channel. Consumers of release v1.1 know Order v1 only: they park what
 * they cannot read. Consumers of release v2 know both.
 */
export const schemaDiscipline: Scenario = {
  id: 'schema-discipline',
  mode: 'messages',
  question:
    'A producer writes a new version of its schema: what happens to events that a consumer does not know yet, and who must deploy?',
  releases: ['v1', 'v2'],

  async run(context) {
    const { progress, size } = context;
    const receptions = new Map<Pair, Reception>();
    const place = async (name: string, pair: Pair) => {
      progress(`orders ${pair.producer}, consumers ${pair.consumers}`);
      await useReleases(context, pair);
      const reception = await placeOrders(context, name, ORDERS[size]);
      receptions.set(pair, reception);
      return reception;
    };

    const producersFirst = await withParkedRemoved(context, async () => {
      await place('both-v1', { producer: 'v1', consumers: 'v1' });
      const early = await place('early', { producer: 'v2', consumers: 'v1' });
      progress('consumers upgraded, parked events sent back');
      await useReleases(context, { producer: 'v2', consumers: 'v2' });
      const outcomes = await redriveParked(context, early);
      const findings = await producersFirstFindings(context, early, outcomes, receptions);
      await place('consumers-first', { producer: 'v1', consumers: 'v2' });
      await place('both-v2', { producer: 'v2', consumers: 'v2' });
      return findings;
    });
    progress('one rename in an event');
    return [
      ...producersFirst,
      ...(await consumersFirstFindings(context, receptions)),
      matrixFinding(receptions),
      ...(await oneChangeFindings(context)),
    ];
  },

  takeaway: (findings) =>
    `With the producer first ${findings.number('producers-first.parked')} of ${findings.get('producers-first.parked').of} ` +
    `events were parked; after the upgrade of the consumers ${findings.number('producers-first.redriven')} of them were ` +
    `processed and ${findings.number('producers-first.lost')} lost. With the consumers first ` +
    `${findings.number('consumers-first.parked')} were parked. A rename in an event was refused by the registry; in the ` +
    `form that it accepts, it broke ${findings.number('one-change.components-broken')} of ` +
    `${findings.get('one-change.components-broken').of} programs that look schemas up.`,
};

/** Does `work` and restores traffic. What is still parked then, after a failure or Ctrl-C, is removed. */
async function withParkedRemoved<T>(context: ScenarioContext, work: () => Promise<T>): Promise<T> {
  try {
    return await withTrafficRestored(context, work);
  } finally {
    const isOwn = ({ group = '' }: DeadLetter) => group.startsWith(`${context.run}-`);
    const cleanUp = uninterrupted(context);
    await Promise.all(READERS.map((reader) => takeParked(cleanUp, reader, isOwn, 0)));
  }
}

async function redriveParked(context: ScenarioContext, { orderIds }: Reception): Promise<RedrivenOutcome[]> {
  const ids = new Set(orderIds.map((orderId) => orderEventId(orderId, 'order')));
  const processed: RedrivenOutcome[] = [];
  for (let attempt = 0; attempt < REDRIVES; attempt += 1) {
    const { redriven } = await redrive(context, { owners: new Set(READERS), ids }, { waitSeconds: 0 });
    if (redriven.length === 0) break;
    const outcomes = await awaitRedriven(context, redriven, { timeoutMs: REDRIVE_WITHIN_MS });
    processed.push(...outcomes.filter(({ outcome }) => outcome === 'processed'));
  }
  return processed;
}

async function producersFirstFindings(
  context: ScenarioContext,
  early: Reception,
  redriven: readonly RedrivenOutcome[],
  receptions: ReadonlyMap<Pair, Reception>,
): Promise<Finding[]> {
  const { orderIds, parked, processed } = early;
  const events = orderIds.length * READERS.length;
  const after = await receptionOf(context, orderIds);
  const arrived = READERS.reduce((sum, reader) => sum + after.processed[reader], 0);
  const counted = await countedOnDay(context);
  const placed = [...receptions.values()].flatMap((reception) => reception.orderIds);
  const group = findingGroup('producers-first', 'Producer v2 before consumers v2');
  const ofEvents = (name: string, label: string, expected: number, observed: number) =>
    group.equals(name, label, { expected, observed, unit: 'events', of: events });
  return [
    ofEvents('parked', 'events parked by analytics and email v1.1', events, parked.length),
    ofEvents(
      'unknown-schema',
      'events parked with the cause unknown-schema',
      events,
      parked.filter(({ cause }) => cause === 'unknown-schema').length,
    ),
    ofEvents(
      'decoded',
      'parked events decoded with the writer schema from the registry',
      events,
      parked.filter((letter) => 'data' in letter).length,
    ),
    group.equals('journal', 'events in the journal, which does not read their data', {
      expected: orderIds.length,
      observed: processed.journal,
      unit: 'events',
      of: orderIds.length,
    }),
    ofEvents('redriven', 'parked events processed after the upgrade', events, redriven.length),
    group.equals('lost', 'events lost', {
      expected: 0,
      observed: events - arrived,
      unit: 'events',
      of: events,
    }),
    group.equals('counted', 'orders in the projection', {
      expected: placed.length,
      observed: counted.orders,
      unit: 'orders',
      of: placed.length,
    }),
    group.equals('money', 'sum in the projection', {
      expected: worthOf(context.run, placed),
      observed: counted.amount,
      unit: 'GBP',
    }),
    group.equals('with-channel', 'orders with a channel (new in v2) in the projection', {
      expected: orderIds.length,
      observed: counted.withChannel,
      unit: 'orders',
      of: orderIds.length,
    }),
  ];
}

async function consumersFirstFindings(
  context: ScenarioContext,
  receptions: ReadonlyMap<Pair, Reception>,
): Promise<Finding[]> {
  const all = [...receptions.values()];
  const upgraded = [...receptions].flatMap(([pair, reception]) =>
    pair.consumers === 'v2' ? [reception] : [],
  );
  const events = upgraded.reduce((sum, { orderIds }) => sum + orderIds.length * READERS.length, 0);
  const counted = await countedOnDay(context);
  const placed = all.flatMap(({ orderIds }) => orderIds);
  const group = findingGroup('consumers-first', 'Consumers v2 before producer v2');
  return [
    group.equals('parked', 'events parked by analytics and email v2', {
      expected: 0,
      observed: upgraded.reduce((sum, { parked }) => sum + parked.length, 0),
      unit: 'events',
      of: events,
    }),
    group.equals('processed', 'events processed by analytics and email v2', {
      expected: events,
      observed: upgraded.reduce(
        (sum, { processed }) => sum + READERS.reduce((own, reader) => own + processed[reader], 0),
        0,
      ),
      unit: 'events',
      of: events,
    }),
    group.equals('money', 'sum in the projection', {
      expected: worthOf(context.run, placed),
      observed: counted.amount,
      unit: 'GBP',
    }),
  ];
}

function matrixFinding(receptions: ReadonlyMap<Pair, Reception>): Finding {
  const pairs = [...receptions.values()].flatMap(({ parked }) =>
    READERS.map((reader) => parkedBy(parked, reader) > 0),
  );
  // Both consumers v1.1 with producer v2.
  return findingGroup('matrix', 'Two releases of the producer, two of each consumer').equals(
    'refused',
    'pairs in which the consumer parks the events',
    { expected: READERS.length, observed: pairs.filter(Boolean).length, unit: 'pairs', of: pairs.length },
  );
}
