import type { Release } from '../../../driver/profiles/mixed-updates.ts';
import { readReleases, versionOf } from '../../../driver/releases.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { type RolledBack, rollBack, TREATMENTS } from './roll-back.ts';

/** Profiles of each of the three treatments. */
const PROFILES = { quick: 8, full: 200 };

/**
 * A release that has written new data is rolled back. Its items stay, and the older release works on them: reads
 * succeed, and data is lost only by updates of an older release that writes back just the fields it knows.
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

  takeaway: (findings) =>
    `After the rollback both older releases read everything; updates by v1-naive erased ` +
    `${findings.number('back-to-v1-naive.emails-lost-age-changed')} of ` +
    `${findings.get('back-to-v1-naive.emails-lost-age-changed').of} emails, updates by v1 erased ` +
    `${findings.number('back-to-v1.emails-lost-age-changed')}.`,
};

function findings(older: string, count: number, rolledBack: RolledBack, overwrites: boolean): Finding[] {
  const { read, emailsShown, changed, refused, created, kept, agesKept, newEmails, createdRead } = rolledBack;
  const all = count * TREATMENTS.length;
  const group = findingGroup(`back-to-${older}`, `Rollback from v2 to ${older}`);
  const profiles = (name: string, label: string, expected: number, observed: number, of = count) =>
    group.equals(name, label, { expected, observed, unit: 'profiles', of });
  return [
    profiles('read', 'v2 profiles that the older release reads', all, read, all),
    profiles(
      'emails-shown',
      'v2 profiles that the older release returns with their email',
      0,
      emailsShown,
      all,
    ),
    profiles('ages-changed', 'age changes accepted', count, changed['age changed']),
    profiles('email-changes-rejected', 'email-only changes rejected with 400', count, refused),
    // The older release takes the fields it knows from the request and silently ignores the rest.
    profiles(
      'partly-applied',
      'changes of age and email answered with 200',
      count,
      changed['age and email changed'],
    ),
    profiles('created', 'new profiles created', count, created),
    profiles('ages-kept', 'after v2 returns: ages as last written', all, agesKept, all),
    profiles(
      'created-read',
      'after v2 returns: profiles of the older release that it reads',
      count,
      createdRead,
    ),
    profiles('new-emails-kept', 'after v2 returns: new emails kept of those answered with 200', 0, newEmails),
    ...TREATMENTS.map((treatment) => {
      const lost = overwrites && treatment !== 'left alone' ? count : 0;
      const name = `emails-lost-${treatment.replaceAll(' ', '-')}`;
      return profiles(name, `after v2 returns: emails lost, ${treatment}`, lost, count - kept[treatment]);
    }),
  ];
}
