import avro from 'avsc';
import { RecordError } from '../errors.ts';
import {
  fromAttributes,
  mergedAttributes,
  storedName,
  type Tolerance,
  toAttributes,
} from '../values/attributes.ts';
import { toAvro } from '../values/avro-value.ts';
import { merged, type Plain, type PlainObject } from '../values/plain.ts';

/** The top of every subject is a record. */
export function recordType(type: avro.Type): avro.types.RecordType {
  if (type instanceof avro.types.RecordType) return type;
  throw new RecordError('internal', 'the schema of a subject is not a record');
}

/** The fields that a release wants to change, each with what it wants. @throws RecordError `invalid-value` */
export function patchedFields(type: avro.Type, patch: PlainObject): [avro.types.Field, Plain][] {
  const { fields } = recordType(type);
  return Object.entries(patch).map(([name, wanted]) => {
    const field = fields.find((own) => own.name === name);
    if (field === undefined)
      throw new RecordError('invalid-value', `${name} is not a field that this release owns`);
    return [field, wanted];
  });
}

/**
 * The attributes that a patch changes, by the names that they have in the row, with whatever else they held kept.
 *
 * @throws RecordError `unreadable` when a field to be changed is not what this release takes it for
 */
export function changedAttributes(
  type: avro.Type,
  stored: Record<string, unknown>,
  patch: PlainObject,
  tolerance: Tolerance,
): Record<string, unknown> {
  return Object.fromEntries(
    patchedFields(type, patch).map(([field, wanted]) => {
      const name = storedName(field, stored, tolerance) ?? field.name;
      if (!Object.hasOwn(stored, name))
        return [name, toAttributes(field.type, toAvro(field.type, wanted, field.name))];
      const known = fromAttributes(
        field.type,
        stored[name],
        { ...tolerance, carriesUnknown: false },
        field.name,
      );
      const value = toAvro(field.type, merged(known, wanted), field.name);
      return [name, mergedAttributes(stored[name], toAttributes(field.type, value))];
    }),
  );
}
