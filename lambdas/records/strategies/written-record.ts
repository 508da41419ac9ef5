import type avro from 'avsc';
import type { AvroSchema } from '../../shared/avro/schema.ts';
import { RecordError } from '../errors.ts';
import type { SubjectSchemas } from '../schemas/subject-schemas.ts';
import { fromAvro, toAvro } from '../values/avro-value.ts';
import { merged, type PlainObject } from '../values/plain.ts';
import { patchedFields, recordType } from './owned-fields.ts';

/** A record together with the schema that it is written with. */
export interface WrittenRecord {
  writer: AvroSchema;
  body: Buffer;
}

/** What is to be written, and with which schema. */
export interface ToWrite {
  schema: AvroSchema;
  /** As avsc encodes it. */
  value: unknown;
}

/** Decoded into this release's schema, which drops what it does not know, and written with it. */
export function changedAsOwn(schemas: SubjectSchemas, written: WrittenRecord, patch: PlainObject): ToWrite {
  const { own } = schemas;
  const value = schemas.read(written.body, written.writer, own);
  return { schema: own, value: withPatch(own.type, value, patchedFields(own.type, patch)) };
}

/**
 * Decoded and written with the writer's schema: every field that this release does not know stays.
 *
 * A row of an older release may lack a field that is to be changed; it is then written with this release's schema,
 * which was made to hold all that the older ones hold. A newer row that lacks it has given the field up.
 *
 * @throws RecordError `unreadable` when the row has no place for a field
 */
export function changedAsWritten(
  schemas: SubjectSchemas,
  written: WrittenRecord,
  patch: PlainObject,
): ToWrite {
  const { writer, body } = written;
  const wanted = patchedFields(schemas.own.type, patch).map(([own, value]) => {
    const names = [own.name, ...own.aliases];
    return { own, value, field: recordType(writer.type).fields.find(({ name }) => names.includes(name)) };
  });
  const missing = wanted.find(({ field }) => field === undefined);
  if (missing !== undefined) {
    if (schemas.isOlder(writer)) return changedAsOwn(schemas, written, patch);
    throw new RecordError('unreadable', `the schema of the row has no field ${missing.own.name}`);
  }
  const changes = wanted.flatMap(({ field, value }): Change[] => (field ? [[field, value]] : []));
  return { schema: writer, value: withPatch(writer.type, schemas.read(body, writer, writer), changes) };
}

type Change = ReturnType<typeof patchedFields>[number];

/** Only what changes is taken apart and checked. */
function withPatch(type: avro.Type, value: unknown, changes: readonly Change[]): unknown {
  const record: Record<string, unknown> = { ...Object(value) };
  for (const [field, wanted] of changes) {
    record[field.name] = toAvro(
      field.type,
      merged(fromAvro(field.type, record[field.name]), wanted),
      field.name,
    );
  }
  // avsc encodes a plain object as readily as one that it made.
  return type.isValid(record) ? record : refuse();
}

function refuse(): never {
  throw new RecordError('invalid-value', 'the changed record does not fit its schema');
}
