import { describe, expect, it } from 'vitest';
import { type Case, caseFindings } from '../../../../scenarios/messages/ordering/findings.ts';
import { workload } from '../../../../scenarios/messages/ordering/workload.ts';

const OPTIONS = { messages: 200, groups: 5, seed: 7, failing: 0.1, afterFailure: 'hold-group' } as const;
const FIFO: Case = { id: 'fifo-retries', label: 'FIFO', ordered: true };
const STANDARD: Case = { id: 'standard-retries', label: 'standard', ordered: false };

/** Every message, one after the other, in the order of sending. */
function inOrder(failing = 0) {
  const sent = workload({ ...OPTIONS, messages: 10, failing: 0 }).map((message, index) => ({
    ...message,
    failures: index < failing ? 1 : 0,
  }));
  const effects = sent.map(({ group, failures }, position) => ({
    group,
    position,
    receives: failures + 1,
    environment: 'e',
    startedAt: position * 10,
    endedAt: position * 10 + 5,
  }));
  return { sent, effects };
}

const differing = (...given: Parameters<typeof caseFindings>) =>
  caseFindings(...given)
    .filter(({ outcome }) => outcome === 'differs')
    .map(({ id }) => id);

describe('the messages', () => {
  it('are the same for a seed, and about as many fail as are asked for', () => {
    const messages = workload(OPTIONS);
    expect(workload(OPTIONS)).toEqual(messages);
    expect(workload({ ...OPTIONS, seed: 8 })).not.toEqual(messages);
    const failing = messages.filter(({ failures }) => failures > 0).length;
    expect(failing).toBeGreaterThan(10);
    expect(failing).toBeLessThan(30);
    expect(workload({ ...OPTIONS, failing: 0 }).every(({ failures }) => failures === 0)).toBe(true);
  });

  it('are of all groups in turn', () => {
    expect(workload({ ...OPTIONS, messages: 3, groups: 2 }).map(({ group }) => group)).toEqual([
      'group-0',
      'group-1',
      'group-0',
    ]);
  });
});

describe('findings about order', () => {
  it('are as expected when nothing is overtaken', () => {
    expect(differing(FIFO, inOrder(2))).toEqual([]);
  });

  it('differ when a message is overtaken in its group of a FIFO queue, and are measured elsewhere', () => {
    const { sent, effects } = inOrder();
    // Position 5 is of the group of position 0.
    const swapped = effects.toSpliced(0, 1).toSpliced(5, 0, ...effects.slice(0, 1));
    expect(differing(FIFO, { sent, effects: swapped })).toEqual(['fifo-retries.within-groups']);
    expect(differing(STANDARD, { sent, effects: swapped })).toEqual([]);
    const share = caseFindings(STANDARD, { sent, effects: swapped }).find(
      ({ id }) => id === 'standard-retries.within-groups-share',
    );
    expect(share?.observed).toBe(10);
  });

  it('differ when a message is missing, or when none took a second receive', () => {
    const { sent, effects } = inOrder(1);
    expect(differing(STANDARD, { sent, effects: effects.slice(0, 9) })).toEqual([
      'standard-retries.processed',
    ]);
    const once = effects.map((effect) => ({ ...effect, receives: 1 }));
    expect(differing(STANDARD, { sent, effects: once })).toEqual(['standard-retries.retried']);
  });

  it('differ when a group of a FIFO queue is processed by two consumers at once', () => {
    const { sent, effects } = inOrder();
    const slow = effects.map((effect) => ({ ...effect, endedAt: effect.startedAt + 60 }));
    expect(differing(FIFO, { sent, effects: slow })).toEqual(['fifo-retries.groups-in-parallel']);
  });
});
