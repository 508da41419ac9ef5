import type { AvroSchema } from './avro-schema.ts';
import type { Incompatibility } from './incompatibility.ts';
import { canRead, whyUnreadable } from './resolution.ts';

/** Confluent Schema Registry's compatibility levels. */
export const COMPATIBILITY_LEVELS = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

export type CompatibilityLevel = (typeof COMPATIBILITY_LEVELS)[number];

export interface SchemaVersion {
  version: number;
  schema: AvroSchema;
}

/** What stands against a candidate: which version, in which direction, and why. */
export interface Refusal extends Incompatibility {
  /** The version of the subject that the candidate is compared with. */
  version: number;
  /** `BACKWARD`: the candidate cannot read that version. `FORWARD`: that version cannot read the candidate. */
  direction: 'BACKWARD' | 'FORWARD';
}

/** All reasons why `candidate` may not follow `history` (oldest first) under `level`; none when it may. */
export function refusals(
  candidate: AvroSchema,
  history: readonly SchemaVersion[],
  level: CompatibilityLevel,
): Refusal[] {
  const compared = isTransitive(level) ? history : history.slice(-1);
  return compared.flatMap(({ version, schema }) => [
    ...(demands(level, 'BACKWARD')
      ? whyUnreadable(candidate, schema).map((reason) => ({
          ...reason,
          version,
          direction: 'BACKWARD' as const,
        }))
      : []),
    ...(demands(level, 'FORWARD')
      ? whyUnreadable(schema, candidate).map((reason) => ({
          ...reason,
          version,
          direction: 'FORWARD' as const,
        }))
      : []),
  ]);
}

/** Who has to be upgraded before whom when one version follows another. */
export type UpgradeOrder = 'any' | 'readers first' | 'writers first' | 'none: neither side reads the other';

/** The order in which readers and writers can be upgraded from `before` to `after` without a reader that cannot read. */
export function upgradeOrder(before: AvroSchema, after: AvroSchema): UpgradeOrder {
  const newReadsOld = canRead(after, before);
  const oldReadsNew = canRead(before, after);
  if (newReadsOld && oldReadsNew) return 'any';
  if (newReadsOld) return 'readers first';
  if (oldReadsNew) return 'writers first';
  return 'none: neither side reads the other';
}

export function isTransitive(level: CompatibilityLevel): boolean {
  return level.endsWith('_TRANSITIVE');
}

export function demands(level: CompatibilityLevel, direction: 'BACKWARD' | 'FORWARD'): boolean {
  return level.startsWith(direction) || level.startsWith('FULL');
}

/** Whether `lower` promises less than `level` does: a protected subject may not be changed to it. */
export function isLower(lower: CompatibilityLevel, level: CompatibilityLevel): boolean {
  const gaveUpDirection = (['BACKWARD', 'FORWARD'] as const).some(
    (direction) => demands(level, direction) && !demands(lower, direction),
  );
  return gaveUpDirection || (isTransitive(level) && !isTransitive(lower));
}
