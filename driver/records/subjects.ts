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
import { RELEASES, type RecordsRelease } from './releases.ts';

export const SUBJECTS = ['profile', 'order'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** What each release writes. */
const SCHEMAS: Record<Subject, Record<RecordsRelease, unknown>> = {
  profile: { v1: profileV1, v2: profileV2, v3: profileV3, v4: profileV4, v5: profileV5, v6: profileV6 },
  order: { v1: orderV1, v2: orderV2, v3: orderV3, v4: orderV4, v5: orderV5, v6: orderV6 },
};

export function schemaOf(subject: Subject, release: RecordsRelease): RecordSchema {
  const schema = parseAvroSchema(SCHEMAS[subject][release]);
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
