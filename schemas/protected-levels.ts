import order from './avro/order/subject.json' with { type: 'json' };
import profile from './avro/profile/subject.json' with { type: 'json' };
import { COMPATIBILITY_LEVELS, type CompatibilityLevel } from './compatibility/levels.ts';

/** The level that the owner of each subject protects: no client can lower it. */
export const PROTECTED_LEVELS: ReadonlyMap<string, CompatibilityLevel> = new Map(
  [order, profile].map(({ subject, level }) => [subject, parseLevel(level)]),
);

function parseLevel(text: string): CompatibilityLevel {
  const level = COMPATIBILITY_LEVELS.find((known) => known === text);
  if (level === undefined) throw new Error(`there is no compatibility level ${text}`);
  return level;
}
