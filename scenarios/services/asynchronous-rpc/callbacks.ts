import { type StoredCallback, storedCallbacks } from '../../../driver/callbacks/callbacks-client.ts';
import type { FaultRule } from '../../../driver/faults/fault-rule.ts';
import { withFaults } from '../../../driver/faults/fault-switch.ts';
import { whileStopped } from '../../../driver/faults/stopped-function.ts';
import { readApiCalls } from '../../../driver/graph/api-calls.ts';
import { queueDepth } from '../../../driver/queue-depth.ts';
import { waitUntil } from '../../../driver/wait-until.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { asyncPayments } from './payments.ts';

const PAYMENTS = { quick: 8, full: 500 };
/** Of callbacks, after whose answers the sender gives up and sends them again. All of a few, or some of many. */
const SHARE_OF_LOST_ANSWERS = { quick: 1, full: 0.2 };
/** Longer than the sender waits (lambdas/shared/callbacks/send-callback.ts). */
const LATE_MS = 1600;
const ARRIVED_WITHIN_MS = 120_000;
const ALREADY_RECEIVED = 409;

interface Evidence {
  /** Of the first half. */
  first: readonly string[];
  all: readonly string[];
  answered202: number;
  takenWhileDown: number;
  payments: ReadonlyMap<string, string>;
  stored: readonly StoredCallback[];
  /** Undefined where the deployment injects no faults. */
  duplicatesRefused: number | undefined;
  deliveries: number;
}

/** The receiver is down for the first half of the payments, and loses answers in the second half. */
export async function callbackFindings(context: ScenarioContext): Promise<Finding[]> {
  const { run, size, progress } = context;
  const all = Array.from({ length: PAYMENTS[size] }, (_, index) => `${run}-pay-${index}`);
  const first = all.slice(0, all.length / 2);
  const second = all.slice(all.length / 2);
  const payments = asyncPayments(context);
  const since = Date.now();
  try {
    progress('payments while the receiver of callbacks is down');
    let answered202 = 0;
    const takenWhileDown = await whileStopped(
      context,
      context.system.services.callbacks.functionName,
      async () => {
        answered202 += await payments.request(first);
        const taken = await payments.taken(first);
        await attempted(context, first.length);
        return taken.size;
      },
    );
    await arrived(context, first);

    progress('payments while answers of the receiver are lost');
    answered202 += await losingAnswers(context, async () => {
      const answered = await payments.request(second);
      await arrived(context, second);
      await settled(context);
      return answered;
    });
    const stored = await storedCallbacks(context, `${run}-pay-`);
    const calls = await deliveries(context, since, stored.length);
    return findings({
      ...{ first, all, answered202, takenWhileDown, stored },
      payments: await payments.taken(all),
      duplicatesRefused: context.faults && calls.filter((status) => status === ALREADY_RECEIVED).length,
      deliveries: calls.length,
    });
  } finally {
    payments.close();
  }
}

function losingAnswers<T>(context: ScenarioContext, work: () => Promise<T>): Promise<T> {
  if (context.faults === undefined) return work();
  const share = SHARE_OF_LOST_ANSWERS[context.size];
  const rule: FaultRule = { service: 'callbacks', share, fault: { kind: 'late-answer', ms: LATE_MS } };
  return withFaults(context, [rule], work);
}

/** Every callback was received from its queue at least once, so that its first delivery has begun. */
async function attempted(context: ScenarioContext, callbacks: number): Promise<void> {
  const { queueUrl } = context.system.queues.paymentsCallback;
  const isAttempted = async () => {
    const { waiting, inFlight } = await queueDepth(context, queueUrl);
    return waiting === 0 && inFlight >= callbacks;
  };
  // Where others use the shop, or the depth is approximate, the finding about retries says what came of it.
  await waitUntil(isAttempted, 5000, context.signal);
}

async function arrived(context: ScenarioContext, paymentIds: readonly string[]): Promise<void> {
  const isThere = async () => {
    const stored = new Set(
      (await storedCallbacks(context, `${context.run}-pay-`)).map(({ paymentId }) => paymentId),
    );
    return paymentIds.every((id) => stored.has(id));
  };
  await waitUntil(isThere, ARRIVED_WITHIN_MS, context.signal);
}

/** No callback waits for another attempt. */
async function settled(context: ScenarioContext): Promise<void> {
  const { queueUrl } = context.system.queues.paymentsCallback;
  const isEmpty = async () => {
    const { waiting, inFlight } = await queueDepth(context, queueUrl);
    return waiting + inFlight === 0;
  };
  await waitUntil(isEmpty, ARRIVED_WITHIN_MS, context.signal);
}

/** Statuses with which the receiver's API answered the sender, as its access log has them. */
async function deliveries(context: ScenarioContext, since: number, atLeast: number): Promise<number[]> {
  const ofSender = ({ from }: { from: string }) => from === 'paymentsCallbackSender';
  const calls = await readApiCalls(
    context,
    'callbacks',
    since,
    (seen) => seen.filter(ofSender).length >= atLeast,
  );
  return calls.filter(ofSender).map(({ status }) => status);
}

function findings(evidence: Evidence): Finding[] {
  const { first, all, answered202, takenWhileDown, payments, stored, duplicatesRefused } = evidence;
  const perPayment = new Map<string, StoredCallback[]>();
  for (const one of stored) perPayment.set(one.paymentId, [...(perPayment.get(one.paymentId) ?? []), one]);
  const countOf = (wanted: (callbacks: readonly StoredCallback[]) => boolean) =>
    all.filter((id) => wanted(perPayment.get(id) ?? [])).length;
  const retried = stored.filter(({ attempt }) => attempt > 1).length;

  const requests = findingGroup('requests', 'Payments with Prefer: respond-async');
  const down = findingGroup('receiver-down', 'Receiver of callbacks down for the first half');
  const lost = findingGroup('lost-answers', 'Answers of the receiver lost in the second half');
  const callbacks = findingGroup('callbacks', 'Callbacks');
  const total = { unit: 'payments', of: all.length };
  return [
    requests.equals('accepted', 'requests answered with 202', {
      expected: all.length,
      observed: answered202,
      unit: 'requests',
      of: all.length,
    }),
    down.equals('taken', 'payments taken while the receiver was down', {
      expected: first.length,
      observed: takenWhileDown,
      unit: 'payments',
      of: first.length,
    }),
    retried > 0
      ? down.measured('retried', 'callbacks stored at a later attempt', {
          observed: retried,
          unit: 'callbacks',
          of: all.length,
        })
      : down.notExercised('retried', 'callbacks stored at a later attempt', {
          unit: 'callbacks',
          reason: 'no delivery was attempted while the receiver was down',
        }),
    duplicatesRefused
      ? lost.measured('duplicates-refused', 'repeated deliveries refused with 409', {
          observed: duplicatesRefused,
          unit: 'deliveries',
        })
      : lost.notExercised('duplicates-refused', 'repeated deliveries refused with 409', {
          unit: 'deliveries',
          reason: 'the deployment injects no faults, so no answer was lost',
        }),
    callbacks.measured('deliveries', "deliveries that reached the receiver's API", {
      observed: evidence.deliveries,
      unit: 'deliveries',
    }),
    callbacks.equals('stored-once', 'payments reported exactly once', {
      expected: all.length,
      observed: countOf(({ length }) => length === 1),
      ...total,
    }),
    callbacks.equals('lost', 'payments never reported', {
      expected: 0,
      observed: countOf(({ length }) => length === 0),
      ...total,
    }),
    callbacks.equals('stored-twice', 'payments reported more than once', {
      expected: 0,
      observed: countOf(({ length }) => length > 1),
      ...total,
    }),
    callbacks.equals('status-right', 'callbacks with the status of the payment', {
      expected: all.length,
      observed: countOf(
        ([callback], id = callback?.paymentId) => payments.get(id ?? '') === callback?.status,
      ),
      ...total,
    }),
  ];
}
