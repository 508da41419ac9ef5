import type { PartitionProgress, ReplayState, ReplayStatus, Request } from '../contract.ts';
import { checkComplete, type JournalEntry, planStep } from '../domain.ts';
import { ReplayError } from '../errors.ts';
import type { GroupQueues } from './group-queues.ts';
import type { Journal } from './journal.ts';
import { planReplay } from './plan-replay.ts';
import { isDone, type ReplayStore } from './replay-store.ts';

export interface ReplayContext {
  journal: Journal;
  store: ReplayStore;
  queues: GroupQueues;
  clock: () => Date;
  newId: () => string;
}

type Change = { from: readonly ReplayState[]; to: ReplayState };

/** The states that an action starts from and leads to. A repetition of an action changes nothing. */
const CHANGES: Record<'pause' | 'resume' | 'cancel', Change> = {
  pause: { from: ['running', 'paused'], to: 'paused' },
  resume: { from: ['paused', 'running'], to: 'running' },
  cancel: { from: ['running', 'paused', 'canceled'], to: 'canceled' },
};

/** @throws ReplayError */
export async function replay(request: Request, context: ReplayContext): Promise<ReplayStatus> {
  const { action, group } = request;
  context.queues.check(group);
  switch (action) {
    case 'start': {
      const partitions = await planReplay(request, { ...context, now: context.clock() });
      await context.store.start(group, context.newId(), partitions);
      break;
    }
    case 'step':
      await step(group, request.events, context);
      break;
    case 'status':
      break;
    default:
      await change(group, action, CHANGES[action], context.store);
  }
  return context.store.read(group);
}

/**
 * Sends the next events and then moves the checkpoints: after a crash in between, events are sent again, and none is
 * skipped. Two steps at a time send the same events, of which the queue removes the duplicates, and one moves the
 * checkpoints.
 */
async function step(group: string, events: number, { store, journal, queues }: ReplayContext): Promise<void> {
  const status = await store.read(group);
  if (status.state !== 'running') throw wrongState(status, 'step');
  const planned = planStep(status.partitions, events);
  const read = await Promise.all(planned.map((progress) => readAll(journal, progress)));
  await Promise.all(read.map((entries) => queues.send(group, status.replayId, entries)));
  const after = status.partitions.map((progress) => {
    const move = planned.find(({ partition }) => partition === progress.partition);
    return { ...progress, next: move?.to ?? progress.next };
  });
  await store.advance(status, planned, isDone(after));
}

async function readAll(journal: Journal, progress: PartitionProgress): Promise<JournalEntry[]> {
  const entries = await journal.read(progress.partition, progress.next, progress.to);
  checkComplete(
    progress,
    entries.map(({ offset }) => offset),
  );
  return entries;
}

async function change(
  group: string,
  action: string,
  { from, to }: Change,
  store: ReplayStore,
): Promise<void> {
  const status = await store.read(group);
  if (!(await store.changeState(status, from, to))) throw wrongState(await store.read(group), action);
}

function wrongState({ group, state }: ReplayStatus, action: string): ReplayError {
  return new ReplayError('wrong-state', `the replay of ${group} is ${state}: it cannot ${action}`);
}
