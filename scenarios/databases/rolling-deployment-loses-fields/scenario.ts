import { type MixedUpdates, mixedUpdates, type Release } from '../../../driver/profiles/mixed-updates.ts';
import { readReleases, versionOf } from '../../../driver/releases.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { Scenario } from '../../kit/scenario.ts';

const UPDATES = { quick: 100, full: 500 };

/**
 * In a rolling deployment old code updates what new code wrote. A release that copies the fields it knows and writes
 * the copy back loses the others; one that changes only what it owns loses nothing.
 */
export const rollingDeploymentLosesFields: Scenario = {
  id: 'rolling-deployment-loses-fields',
  mode: 'databases',
  question: 'Which emails are lost while an older release, which knows no emails, is still live?',

  async run(context) {
    const { aws, size, system, traffic } = context;
    const { functionName } = system.services.profiles;
    const releases = await readReleases(aws.lambda, functionName);
    const release = (name: string): Release => ({ name, version: versionOf(releases, name) });
    const [v1, naive, v2] = [release('v1'), release('v1-naive'), release('v2')];
    const count = UPDATES[size];

    const before = await traffic.read(functionName);
    try {
      const withNaive = await mixedUpdates(context, { newer: v2, older: naive, count });
      const withV1 = await mixedUpdates(context, { newer: v2, older: v1, count });
      return [...findings(naive, count, withNaive, true), ...findings(v1, count, withV1, false)];
    } finally {
      await traffic.shift(functionName, before);
    }
  },

  takeaway: (findings) =>
    `While v1-naive shared traffic with v2, ${findings.number('v2-with-v1-naive.emails-lost')} of ` +
    `${findings.get('v2-with-v1-naive.emails-lost').of} updated profiles lost their email; with v1 it was ` +
    `${findings.number('v2-with-v1.emails-lost')}.`,
};

function findings(older: Release, count: number, mixed: MixedUpdates, loses: boolean): Finding[] {
  const { answeredBy, lostBy, failed } = mixed;
  const byOlder = answeredBy.get(older.name) ?? 0;
  const lost = [...lostBy.values()].reduce((sum, each) => sum + each, 0);
  const group = findingGroup(`v2-with-${older.name}`, `v2 and ${older.name}, half of the traffic each`);
  const emails = { unit: 'emails', of: count };
  return [
    group.within('answered-by-older', `updates answered by ${older.name}`, {
      ...nearHalf(count),
      observed: byOlder,
      unit: 'updates',
      of: count,
    }),
    group.equals('failed', 'failed updates', { expected: 0, observed: failed, unit: 'updates', of: count }),
    // The prediction: an email is lost exactly when the naive release answered the update.
    group.equals('emails-lost', 'emails lost', { expected: loses ? byOlder : 0, observed: lost, ...emails }),
    group.equals('emails-lost-by-v2', 'emails lost by updates of v2', {
      expected: 0,
      observed: lostBy.get('v2') ?? 0,
      ...emails,
    }),
  ];
}

/** Five standard deviations around half: a fair pick falls outside once in 1.7 million runs. */
function nearHalf(count: number): { min: number; max: number } {
  const margin = Math.ceil(5 * Math.sqrt(count / 4));
  return { min: Math.max(0, count / 2 - margin), max: Math.min(count, count / 2 + margin) };
}
