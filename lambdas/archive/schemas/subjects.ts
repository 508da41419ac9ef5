import { parseAvroSchema } from '../../../schemas/compatibility/parse-avro-schema.ts';
import { canRead } from '../../../schemas/compatibility/resolution.ts';
import * as order1 from '../../../schemas/gen/avro/order/v1.ts';
import * as order2 from '../../../schemas/gen/avro/order/v2.ts';
import * as order3 from '../../../schemas/gen/avro/order/v3.ts';
import * as order4 from '../../../schemas/gen/avro/order/v4.ts';
import * as order5 from '../../../schemas/gen/avro/order/v5.ts';
import * as order6 from '../../../schemas/gen/avro/order/v6.ts';
import * as profile1 from '../../../schemas/gen/avro/profile/v1.ts';
import * as profile2 from '../../../schemas/gen/avro/profile/v2.ts';
import * as profile3 from '../../../schemas/gen/avro/profile/v3.ts';
import * as profile4 from '../../../schemas/gen/avro/profile/v4.ts';
import * as profile5 from '../../../schemas/gen/avro/profile/v5.ts';
import * as profile6 from '../../../schemas/gen/avro/profile/v6.ts';
import type { AvroSchema } from '../../shared/avro/schema.ts';
import { ArchiveError } from '../errors.ts';
import { archiveSchema } from './archive-schema.ts';

export interface SchemaVersion {
  version: number;
  schema: AvroSchema;
}

/**
 * Every schema that rows were ever written with, oldest first. They are built in: an archive must be readable when
 * nothing else of the shop is there, and its making needs no more than the table.
 */
const SUBJECTS: Readonly<Record<string, readonly { SCHEMA: unknown }[]>> = {
  order: [order1, order2, order3, order4, order5, order6],
  profile: [profile1, profile2, profile3, profile4, profile5, profile6],
};

/** @throws ArchiveError `unknown-subject` */
export function historyOf(subject: string): SchemaVersion[] {
  const versions = Object.hasOwn(SUBJECTS, subject) ? SUBJECTS[subject] : undefined;
  if (versions === undefined) {
    throw new ArchiveError(
      'unknown-subject',
      `there is no such subject: choose one of ${Object.keys(SUBJECTS).join(', ')}`,
    );
  }
  return versions.map(({ SCHEMA }, index) => ({ version: index + 1, schema: archiveSchema(SCHEMA) }));
}

/**
 * The version that rows become. By default the newest that can read every version there is: rows of any of them may be in
 * the table, and what the latest asks for old rows may lack. Where no version reads all others, it is the latest.
 *
 * @throws ArchiveError `bad-request`
 */
export function targetOf(history: readonly SchemaVersion[], version?: number): SchemaVersion {
  const target =
    version === undefined
      ? (history.findLast((reader) => readsAll(reader, history)) ?? history.at(-1))
      : history.find((each) => each.version === version);
  if (target === undefined) {
    throw new ArchiveError('bad-request', `the subject has versions 1 to ${history.length}`);
  }
  return target;
}

function readsAll(reader: SchemaVersion, history: readonly SchemaVersion[]): boolean {
  const parsed = parseAvroSchema(reader.schema.json);
  return history.every(({ schema }) => canRead(parsed, parseAvroSchema(schema.json)));
}
