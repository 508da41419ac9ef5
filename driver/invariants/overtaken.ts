/** A message that took effect. Effects are listed in the order in which they happened. */
export interface OrderedEffect {
  group: string;
  /** The place of the message in the order in which all were sent. */
  position: number;
}

export interface Overtaken {
  /** Messages that took effect, each once. */
  messages: number;
  /** Effects of messages that had taken effect before. */
  repeated: number;
  /** Messages that took effect after one that was sent later to the same group. */
  withinGroups: number;
  /** The same, whatever the group. */
  acrossGroups: number;
}

/** How many messages were overtaken. Of a message that took effect more than once, the first effect counts. */
export function countOvertaken(effects: readonly OrderedEffect[]): Overtaken {
  const seen = new Set<number>();
  const latestOf = new Map<string, number>();
  let latest = -1;
  let withinGroups = 0;
  let acrossGroups = 0;
  for (const { group, position } of effects) {
    if (seen.has(position)) continue;
    seen.add(position);
    const latestOfGroup = latestOf.get(group) ?? -1;
    if (position < latestOfGroup) withinGroups += 1;
    else latestOf.set(group, position);
    if (position < latest) acrossGroups += 1;
    else latest = position;
  }
  return { messages: seen.size, repeated: effects.length - seen.size, withinGroups, acrossGroups };
}
