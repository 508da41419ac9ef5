import { type MixedUpdates, mixedUpdates, type Release } from '../../../driver/profiles/mixed-updates.ts';
import { readReleases, versionOf } from '../../../driver/releases.ts';
import { between, equals, type Finding } from '../../kit/finding.ts';
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
};

function findings(older: Release, count: number, mixed: MixedUpdates, loses: boolean): Finding[] {
  const { answeredBy, lostBy, failed } = mixed;
  const byOlder = answeredBy.get(older.name) ?? 0;
  const lost = [...lostBy.values()].reduce((sum, each) => sum + each, 0);
  const named = (name: string, unit: string) => ({ name: `v2 with ${older.name}: ${name}`, unit });
  const [low, high] = nearHalf(count);
  return [
    between(named(`updates answered by ${older.name}`, 'updates'), low, high, byOlder),
    equals(named('updates that failed', 'updates'), 0, failed),
    // The prediction: whoever answered decides.
    equals(named('emails lost', 'emails'), loses ? byOlder : 0, lost),
    equals(named('emails lost by v2', 'emails'), 0, lostBy.get('v2') ?? 0),
  ];
}

/** Five standard deviations around half: a fair pick falls outside once in 1.7 million runs. */
function nearHalf(count: number): [number, number] {
  const margin = Math.ceil(5 * Math.sqrt(count / 4));
  return [Math.max(0, count / 2 - margin), Math.min(count, count / 2 + margin)];
}
