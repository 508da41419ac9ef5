interface Effect {
  messageId: string;
  sequence: number;
}

/** What a log of effects says about the messages that were sent. */
export interface EffectsCount {
  /** Ids of messages without an effect. */
  lost: string[];
  /** Ids of messages with more than one effect. */
  doubled: string[];
  /** Effects beyond the first of each message. */
  excess: number;
  /** Ids of messages whose first effect came after the first effect of a later message of the group. */
  reordered: string[];
  /** Ids of effects of messages that were not sent to this log. */
  unexpected: string[];
}

/**
 * Counts lost, doubled and reordered effects.
 *
 * @param sent ids of the messages that must have an effect
 * @param groups for each message group its effects in the order of the log
 */
export function countEffects(
  sent: readonly string[],
  groups: readonly { effects: readonly Effect[] }[],
): EffectsCount {
  const times = new Map(sent.map((id) => [id, 0]));
  const unexpected: string[] = [];
  const reordered: string[] = [];
  for (const { effects } of groups) {
    const seen = new Set<string>();
    let highest = Number.NEGATIVE_INFINITY;
    for (const { messageId, sequence } of effects) {
      const count = times.get(messageId);
      if (count === undefined) unexpected.push(messageId);
      else times.set(messageId, count + 1);
      if (seen.has(messageId)) continue;
      seen.add(messageId);
      if (sequence < highest) reordered.push(messageId);
      highest = Math.max(highest, sequence);
    }
  }
  const where = (matches: (count: number) => boolean) =>
    [...times].filter(([, count]) => matches(count)).map(([id]) => id);
  return {
    lost: where((count) => count === 0),
    doubled: where((count) => count > 1),
    excess: [...times.values()].reduce((sum, count) => sum + Math.max(0, count - 1), 0),
    reordered,
    unexpected,
  };
}
