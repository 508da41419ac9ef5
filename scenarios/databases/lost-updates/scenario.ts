import { profilesReleases } from '../../../driver/profiles/invoke-release.ts';
import { profileTable } from '../../../driver/profiles/profile-table.ts';
import { equals, type Finding, measured } from '../../kit/finding.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { type Collisions, collide } from './collide.ts';
import { type Meeting, meet } from './deployed-releases.ts';
import { WAYS, type Way, type Writer } from './writers.ts';

const CONFLICTS = { quick: 25, full: 1000 };

const V1: Writer = { release: 'v1', knows: ['name', 'age'], change: { age: 42 } };
const V2: Writer = { release: 'v2', knows: ['name', 'age', 'email'], change: { email: 'after@example.com' } };

/**
 * Two releases change different fields of one record at once. To keep unknown fields is not enough: a copy that was
 * read before the other wrote puts the other's field back to what it was. Only a condition on the version sees that.
 */
export const lostUpdates: Scenario = {
  id: 'lost-updates',
  mode: 'databases',
  question: 'Two releases change different fields of one record at once: whose update is lost?',

  async run(context) {
    const { progress, run, size } = context;
    const count = CONFLICTS[size];
    const users = (name: string) => Array.from({ length: count }, (_, index) => `${run}-${name}-${index}`);
    const table = profileTable(context);

    const findings: Finding[] = [];
    for (const [index, way] of WAYS.entries()) {
      progress(`${count} conflicts: ${way.name}`);
      const collisions = await collide(table, way, [V1, V2], users(`way${index}`));
      findings.push(...ofWay(way, count, collisions));
    }

    const [v1, naive, v2] = await profilesReleases(context, ['v1', 'v1-naive', 'v2']);
    if (v1 === undefined || naive === undefined || v2 === undefined) return findings;
    progress(`${count} meetings of the deployed v1 and v2`);
    findings.push(...ofMeeting('v1 beside v2', count, await meet(v1, v2, users('safe')), true));
    progress(`${count} meetings of the deployed v1-naive and v2`);
    findings.push(...ofMeeting('v1-naive beside v2', count, await meet(naive, v2, users('naive')), false));
    return findings;
  },
};

function ofWay({ name, predicted }: Way, count: number, collisions: Collisions): Finding[] {
  const { updatesLost, unknownFieldsLost, refused } = collisions;
  return [
    equals(
      { name: `${name}: lost of ${2 * count} updates`, unit: 'updates' },
      count * predicted.updatesLostOfTwo,
      updatesLost,
    ),
    equals(
      { name: `${name}: fields lost that neither release knows`, unit: 'fields' },
      predicted.unknownFieldLost ? count : 0,
      unknownFieldsLost,
    ),
    equals(
      { name: `${name}: writes refused and done anew`, unit: 'writes' },
      count * predicted.refusedOfTwo,
      refused,
    ),
  ];
}

/** Nobody arranges how deployed releases meet, so only a release that loses nothing can be predicted to the record. */
function ofMeeting(pair: string, count: number, { refused, agesLost, emailsLost }: Meeting, safe: boolean) {
  const lost = (what: string, observed: number) => {
    const name = { name: `${pair}, deployed: ${what} lost of ${count}`, unit: what };
    return safe ? equals(name, 0, observed) : measured(name, observed);
  };
  return [
    equals({ name: `${pair}, deployed: updates refused`, unit: 'updates' }, 0, refused),
    lost('ages', agesLost),
    lost('emails', emailsLost),
  ];
}
