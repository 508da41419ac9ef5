import type { RecordSchema } from '../../schemas/compatibility/avro-schema.ts';
import { parseAvroSchema } from '../../schemas/compatibility/parse-avro-schema.ts';
import { whyUnreadable } from '../../schemas/compatibility/resolution.ts';
import { SCHEMA as orderV1 } from '../../schemas/gen/avro/order/v1.ts';
import { SCHEMA as orderV2 } from '../../schemas/gen/avro/order/v2.ts';
import { SCHEMA as orderV3 } from '../../schemas/gen/avro/order/v3.ts';
import { SCHEMA as orderV4 } from '../../schemas/gen/avro/order/v4.ts';
import { SCHEMA as orderV5 } from '../../schemas/gen/avro/order/v5.ts';
import { SCHEMA as orderV6 } from '../../schemas/gen/avro/order/v6.ts';
import { SCHEMA as profileV1 } from '../../schemas/gen/avro/profile/v1.ts';
import { SCHEMA as profileV2 } from '../../schemas/gen/avro/profile/v2.ts';
import { SCHEMA as profileV3 } from '../../schemas/gen/avro/profile/v3.ts';
import { SCHEMA as profileV4 } from '../../schemas/gen/avro/profile/v4.ts';
import { SCHEMA as profileV5 } from '../../schemas/gen/avro/profile/v5.ts';
import { SCHEMA as profileV6 } from '../../schemas/gen/avro/profile/v6.ts';
import type { RecordsRelease } from '../system.ts';

export const RELEASES = ['v1', 'v2', 'v3', 'v4', 'v5', 'v6'] as const satisfies readonly RecordsRelease[];
export const SUBJECTS = ['profile', 'order'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** Release vN writes version N of each subject. */
const HISTORIES: Record<Subject, readonly unknown[]> = {
  profile: [profileV1, profileV2, profileV3, profileV4, profileV5, profileV6],
  order: [orderV1, orderV2, orderV3, orderV4, orderV5, orderV6],
};

export function schemaOf(subject: Subject, release: RecordsRelease): RecordSchema {
  const schema = parseAvroSchema(HISTORIES[subject][RELEASES.indexOf(release)]);
  if (schema.kind !== 'record') throw new Error(`the schema of ${subject} in ${release} is not a record`);
  return schema;
}

export function isLater(one: RecordsRelease, other: RecordsRelease): boolean {
  return RELEASES.indexOf(one) > RELEASES.indexOf(other);
}

/** The schema that a row has after each release, from its writer's on, has rewritten it if it could read it. */
export function latestRewrite(subject: Subject, writer: RecordsRelease): RecordsRelease {
  let latest = writer;
  for (const release of RELEASES.filter((later) => isLater(later, writer))) {
    if (whyUnreadable(schemaOf(subject, release), schemaOf(subject, latest)).length === 0) latest = release;
  }
  return latest;
}
