import { groupsNotOneAtATime } from '../../../driver/invariants/one-at-a-time.ts';
import { countOvertaken } from '../../../driver/invariants/overtaken.ts';
import type { Effect, LabMessage } from '../../../driver/ordering/lab-message.ts';
import { type Finding, type FindingGroup, findingGroup } from '../../kit/finding.ts';

export interface Observed {
  sent: readonly LabMessage[];
  /** In the order in which they happened. */
  effects: readonly Effect[];
}

/** A queue, its consumers and what happens at a failure. */
export interface Case {
  id: 'standard' | 'standard-retries' | 'fifo' | 'fifo-retries' | 'fifo-going-on';
  label: string;
  /** Whether nothing may be overtaken in its own group. */
  ordered: boolean;
}

export function caseFindings({ id, label, ordered }: Case, { sent, effects }: Observed): Finding[] {
  const group = findingGroup(id, label);
  const { messages, repeated, withinGroups, acrossGroups } = countOvertaken(effects);
  const of = sent.length;
  const failing = sent.filter(({ failures }) => failures > 0).length;
  const within = 'messages overtaken within their group';
  return [
    group.equals('processed', 'messages processed', {
      expected: of,
      observed: messages,
      unit: 'messages',
      of,
    }),
    group.measured('consumers', 'execution environments used', {
      observed: new Set(effects.map(({ environment }) => environment)).size,
      unit: 'environments',
    }),
    ...(failing > 0 ? [retried(group, effects, failing)] : []),
    ordered
      ? group.equals('within-groups', within, { expected: 0, observed: withinGroups, unit: 'messages', of })
      : group.measured('within-groups', within, { observed: withinGroups, unit: 'messages', of }),
    group.measured('within-groups-share', 'share overtaken within their group', percent(withinGroups, of)),
    group.measured(
      'across-groups-share',
      'share overtaken by messages of any group',
      percent(acrossGroups, of),
    ),
    ...(ordered
      ? [
          group.equals('groups-in-parallel', 'groups with two messages processed at the same time', {
            expected: 0,
            observed: groupsNotOneAtATime(effects).length,
            unit: 'groups',
          }),
        ]
      : []),
    group.measured('repeated', 'repeated effects', {
      observed: repeated,
      unit: 'effects',
    }),
  ];
}

/** A message that fails at its first receive succeeds at a later one. */
function retried(group: FindingGroup, effects: readonly Effect[], failing: number): Finding {
  const positions = new Set(effects.filter(({ receives }) => receives > 1).map(({ position }) => position));
  // More where others of their group were held back with them.
  return group.within('retried', 'messages received more than once', {
    min: failing,
    observed: positions.size,
    unit: 'messages',
  });
}

function percent(count: number, of: number): { observed: number; unit: string } {
  return { observed: of === 0 ? 0 : Math.round((1000 * count) / of) / 10, unit: '%' };
}
