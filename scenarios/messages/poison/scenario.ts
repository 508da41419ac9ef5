import { awaitRedriven } from '../../../driver/dead-letters/await-redriven.ts';
import { redrive } from '../../../driver/dead-letters/redrive.ts';
import { type RetrySettings, withRetrySettings } from '../../../driver/faults/queue-settings.ts';
import { takeParked } from '../../../driver/messages/take-parked.ts';
import type { OrderEventCopy } from '../../../driver/orders/order-event-copies.ts';
import { uninterrupted } from '../../../driver/uninterrupted.ts';
import { type Finding, type FindingGroup, findingGroup } from '../../kit/finding.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';
import { type Observed, observeBadMessage, type Traffic } from './bad-message.ts';
import { type OwnEvents, ownEvents, removeFromProjection, withBrokenSum } from './projection.ts';

/** Events of other groups. */
const OTHERS = { quick: 6, full: 100 };
/** Events of the same group that arrive together with the bad message. */
const BEHIND = 2;
/** The deployed settings would take ten minutes. */
const RETRIES: Record<ScenarioContext['size'], RetrySettings> = {
  quick: { visibilityTimeoutSeconds: 1, maxReceiveCount: 2 },
  full: { visibilityTimeoutSeconds: 2, maxReceiveCount: 5 },
};
const REDRIVE_WITHIN_MS = 30_000;

/**
 * One bad message in a group of a FIFO queue. The consumer knows of one kind that no retry helps, and parks it; of the other
 * kind it does not, and the queue's redrive policy decides.
 */
export const poison: Scenario = {
  id: 'poison',
  mode: 'messages',
  question:
    'One message of a FIFO group cannot be processed: how long does its group wait, and how long do others?',
  releases: ['v1'],

  async run(context) {
    const events = await ownEvents(context);
    context.progress('a message that the consumer parks');
    const parked = await parkedFindings(context, events);
    context.progress('a message that is retried');
    return [...parked, ...(await retriedFindings(context, events))];
  },

  takeaway: (findings) =>
    `Behind a message that the consumer parks, its group waited ${findings.number('poison.group-wait-ms')} ms; behind one ` +
    `that is retried it waited ${findings.number('redrive-policy.group-wait-ms')} ms, and with the deployed settings it would ` +
    `wait ${findings.number('redrive-policy.deployed-wait-s')} s, and ${findings.number('redrive-policy.collateral')} good ` +
    `events of the group became dead letters with it; other groups waited ${findings.number('redrive-policy.others-wait-ms')} ` +
    'ms at most.',
};

/** No retry would help, and the consumer knows it. */
async function parkedFindings(context: ScenarioContext, events: OwnEvents): Promise<Finding[]> {
  const traffic = trafficOf(context, events, 'parked', 'not an event');
  const group = findingGroup('poison', 'A malformed message, which the consumer parks');
  return withTraffic(context, traffic, async (observed) => [
    measuredWait(group, 'group-wait-ms', GROUP_WAIT, observed.groupWaitMs),
    ...common(group, observed, traffic),
    group.equals('collateral', 'good events of the group that became dead letters', {
      expected: 0,
      observed: observed.collateral.length,
      unit: 'events',
      of: BEHIND,
    }),
    ...deadLetterFindings(group, observed, { cause: 'malformed-event', decoded: 'no' }),
  ]);
}

/** Every attempt fails, and the consumer cannot know that the next one will, too. */
async function retriedFindings(context: ScenarioContext, events: OwnEvents): Promise<Finding[]> {
  const retries = RETRIES[context.size];
  const { queueUrl } = context.system.consumers.analytics;
  const bad = events.makeUncountable('bad');
  const traffic = trafficOf(context, events, 'retried', bad.body);
  const group = findingGroup(
    'redrive-policy',
    'An event that fails at each attempt, with retries by the queue',
  );
  return withBrokenSum(context, bad, () =>
    withRetrySettings(context, queueUrl, retries, (deployed) =>
      withTraffic(context, traffic, async (observed) => {
        const redriven = await redriveGood(context, traffic.behind);
        return [
          observed.groupWaitMs === undefined
            ? group.notExercised('group-wait-ms', GROUP_WAIT, { unit: 'ms', reason: NOT_PROCESSED })
            : group.within('group-wait-ms', GROUP_WAIT, {
                min: 1_000 * waitOf(retries),
                observed: observed.groupWaitMs,
                unit: 'ms',
              }),
          group.measured('deployed-wait-s', 'group wait with the deployed settings of the queue (computed)', {
            observed: waitOf(deployed),
            unit: 's',
          }),
          ...common(group, observed, traffic),
          // They came in one batch with it each time, and their receives count as well.
          group.measured('collateral', 'good events of the group that became dead letters', {
            observed: observed.collateral.length,
            unit: 'events',
            of: BEHIND,
          }),
          group.equals('redriven', 'good events processed after a redrive', {
            expected: observed.collateral.length,
            observed: redriven,
            unit: 'events',
          }),
          ...deadLetterFindings(group, observed, { cause: 'retries-exhausted', decoded: 'yes' }),
        ];
      }),
    ),
  );
}

/** How long a message is retried before it becomes a dead letter, in seconds. */
function waitOf({ visibilityTimeoutSeconds, maxReceiveCount }: RetrySettings): number {
  return visibilityTimeoutSeconds * maxReceiveCount;
}

function trafficOf(
  { run, size }: ScenarioContext,
  events: OwnEvents,
  name: string,
  bad: string,
): Traffic & { good: OrderEventCopy[] } {
  const behind = Array.from({ length: BEHIND }, (_, index) => events.make(`${name}-behind-${index}`));
  const others = Array.from({ length: OTHERS[size] }, (_, index) => events.make(`${name}-other-${index}`));
  const later = events.make(`${name}-later`);
  return { group: `${run}-${name}`, bad, behind, later, others, good: [...behind, later, ...others] };
}

/** Sends the traffic, hands over what was observed, and removes what the traffic has left. */
async function withTraffic(
  context: ScenarioContext,
  traffic: Traffic & { good: OrderEventCopy[] },
  use: (observed: Observed) => Promise<Finding[]>,
): Promise<Finding[]> {
  try {
    return await use(await observeBadMessage(context, traffic));
  } finally {
    await takeParked(uninterrupted(context), 'analytics', ({ group }) => group === traffic.group, 0);
    await removeFromProjection(context, traffic.good);
  }
}

const GROUP_WAIT = 'time until an event behind it was processed';
const NOT_PROCESSED = 'events were not processed in time';

function measuredWait(
  group: FindingGroup,
  name: string,
  label: string,
  observed: number | undefined,
): Finding {
  return observed === undefined
    ? group.notExercised(name, label, { unit: 'ms', reason: NOT_PROCESSED })
    : group.measured(name, label, { observed, unit: 'ms' });
}

function common(
  group: FindingGroup,
  { groupWaitMs, othersWaitMs, others }: Observed,
  traffic: Traffic,
): Finding[] {
  return [
    group.equals('group-went-on', 'group processed further events', {
      expected: 'yes',
      observed: groupWaitMs === undefined ? 'no' : 'yes',
    }),
    measuredWait(
      group,
      'others-wait-ms',
      'time until all events of other groups were processed',
      othersWaitMs,
    ),
    group.equals('others', 'events of other groups processed', {
      expected: traffic.others.length,
      observed: others,
      unit: 'events',
      of: traffic.others.length,
    }),
  ];
}

function deadLetterFindings(
  group: FindingGroup,
  { deadLetter }: Observed,
  expected: { cause: string; decoded: string },
): Finding[] {
  const isDecoded = deadLetter !== undefined && 'data' in deadLetter;
  return [
    group.equals('cause', 'cause of the dead letter', {
      expected: expected.cause,
      observed: deadLetter?.cause ?? 'no dead letter',
    }),
    group.equals('decoded', 'data of the dead letter decoded', {
      expected: expected.decoded,
      observed: isDecoded ? 'yes' : 'no',
    }),
  ];
}

/** As an operator does, once the bad message is out of the way. @returns how many were processed */
async function redriveGood(context: ScenarioContext, events: readonly OrderEventCopy[]): Promise<number> {
  const selection = { owners: new Set(['analytics'] as const), ids: new Set(events.map(({ id }) => id)) };
  const { redriven } = await redrive(context, selection, { waitSeconds: 0 });
  const outcomes = await awaitRedriven(context, redriven, { timeoutMs: REDRIVE_WITHIN_MS });
  return outcomes.filter(({ outcome }) => outcome === 'processed').length;
}
