import type { Release } from '../../../driver/profiles/mixed-updates.ts';
import { readReleases, versionOf } from '../../../driver/releases.ts';
import { equals, type Finding } from '../../kit/finding.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { type RolledBack, rollBack, TREATMENTS } from './roll-back.ts';

/** Profiles of each of the three treatments. */
const PROFILES = { quick: 8, full: 200 };

/**
 * A release that has written new data is taken back. Its rows stay and the older release works on them: everything
 * that only reads is well, and what is lost is lost by the older release's updates, if it writes back what it knows.
 */
export const rollbackAfterNewData: Scenario = {
  id: 'rollback-after-new-data',
  mode: 'databases',
  question: 'v2 has written emails and traffic goes back to v1: what works, and what is lost?',

  async run(context) {
    const { aws, size, system, traffic } = context;
    const { functionName } = system.services.profiles;
    const releases = await readReleases(aws.lambda, functionName);
    const release = (name: string): Release => ({ name, version: versionOf(releases, name) });
    const [v1, naive, newer] = [release('v1'), release('v1-naive'), release('v2')];
    const count = PROFILES[size];

    const before = await traffic.read(functionName);
    try {
      const withNaive = await rollBack(context, { newer, older: naive, count });
      const withV1 = await rollBack(context, { newer, older: v1, count });
      return [...findings(naive.name, count, withNaive, true), ...findings(v1.name, count, withV1, false)];
    } finally {
      await traffic.shift(functionName, before);
    }
  },
};

function findings(older: string, count: number, rolledBack: RolledBack, overwrites: boolean): Finding[] {
  const { read, emailsShown, changed, refused, created, kept, agesKept, newEmails, createdRead } = rolledBack;
  const all = count * TREATMENTS.length;
  const profiles = (name: string, expected: number, observed: number) =>
    equals({ name: `back to ${older}: ${name}`, unit: 'profiles' }, expected, observed);
  return [
    profiles('v2’s profiles that it reads', all, read),
    profiles('v2’s profiles that it shows with their email', 0, emailsShown),
    profiles('changes of an age that it takes', count, changed['age changed']),
    profiles('changes of an email alone that it refuses', count, refused),
    // It takes what it knows of the request and says nothing of the rest.
    profiles('changes of age and email that it answers with 200', count, changed['age and email changed']),
    profiles('new profiles that it creates', count, created),
    profiles('then v2 again: ages as they were last written', all, agesKept),
    profiles('then v2 again: profiles of the older release that it reads', count, createdRead),
    profiles('then v2 again: new emails among those answered with 200', 0, newEmails),
    ...TREATMENTS.map((treatment) => {
      const lost = overwrites && treatment !== 'left alone' ? count : 0;
      return profiles(`then v2 again: emails of v2 lost, ${treatment}`, lost, count - kept[treatment]);
    }),
  ];
}
