import { ownSubject } from '../../../driver/registry/own-subject.ts';
import { uninterrupted } from '../../../driver/uninterrupted.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import { PROGRAMS, type Reports } from '../../services/own-your-data/programs.ts';
import { assessmentSchemas, eventOf, SAMPLES } from './assessment-events.ts';
import { knownSchemas, lookedUpSchemas, reportsOf } from './consumers.ts';
import { sentAndReceived } from './own-queue.ts';

/**
 * The change of own-your-data: the owner of assessments renames `decision` to `outcome`. Here it travels in an event, to the
 * same programs of other teams.
 */
export async function oneChangeFindings(context: ScenarioContext): Promise<Finding[]> {
  const { run } = context;
  const schemas = assessmentSchemas(run);
  const name = `${run}-assessment`;
  const subject = ownSubject(context, name);
  try {
    await subject.setLevel('FULL_TRANSITIVE');
    await subject.register(schemas.before);
    const isRenamed = await subject.register(schemas.renamed);
    const isExtended = await subject.register(schemas.extended);
    const events = SAMPLES.flatMap((sample, index) => [
      eventOf(`${run}-${index}-before`, schemas.before, sample),
      eventOf(`${run}-${index}-after`, schemas.extended, sample),
    ]);
    const received = await sentAndReceived(context, events);
    const byLookUp = await reportsOf(received, schemas.before, lookedUpSchemas(context));
    const byKnown = await reportsOf(received, schemas.before, knownSchemas([schemas.before]));
    return findingsOf(isRenamed, isExtended, byLookUp, byKnown);
  } finally {
    await ownSubject(uninterrupted(context), name).remove();
  }
}

function findingsOf(isRenamed: boolean, isExtended: boolean, byLookUp: Reports, byKnown: Reports): Finding[] {
  const group = findingGroup('one-change', 'A rename of own-your-data, in an event');
  const broken = ({ failed, wrong }: Reports) => failed + wrong;
  const programs = { unit: 'programs', of: PROGRAMS.length };
  const answer = (isTaken: boolean) => (isTaken ? 'accepted' : 'refused');
  return [
    group.equals('rename', 'answer of the registry to the rename', {
      expected: 'refused',
      observed: answer(isRenamed),
    }),
    group.equals('extension', 'answer of the registry to the new field beside the old one', {
      expected: 'accepted',
      observed: answer(isExtended),
    }),
    group.equals('components-broken', 'broken programs that look up schemas in the registry', {
      expected: 0,
      observed: broken(byLookUp),
      ...programs,
    }),
    // The owner, and each team whose program breaks.
    group.equals('must-deploy', 'deployments when programs look up schemas: owner and broken programs', {
      expected: 1,
      observed: 1 + broken(byLookUp),
      unit: 'deployments',
    }),
    group.equals(
      'known-schemas-waiting',
      'programs with only built-in schemas that cannot read the new events',
      { expected: PROGRAMS.length, observed: broken(byKnown), ...programs },
    ),
    group.equals(
      'known-schemas-must-deploy',
      'deployments when schemas are built in: owner and waiting programs',
      {
        expected: 1 + PROGRAMS.length,
        observed: 1 + broken(byKnown),
        unit: 'deployments',
      },
    ),
  ];
}
