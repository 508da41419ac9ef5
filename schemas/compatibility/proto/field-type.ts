import { type DescEnum, type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';

/** The type of one value: of a field, of an element of a list, or of a key or value of a map. */
export type ValueType =
  | { kind: 'scalar'; scalar: ScalarType }
  | { kind: 'enum'; enum: DescEnum }
  | { kind: 'message'; message: DescMessage };

export type Cardinality = 'single' | 'list' | 'map';

export function cardinalityOf({ fieldKind }: DescField): Cardinality {
  return fieldKind === 'list' || fieldKind === 'map' ? fieldKind : 'single';
}

/** The type of the field's values, without its cardinality. */
export function valueTypeOf({ scalar, enum: enumeration, message }: DescField): ValueType {
  if (message !== undefined) return { kind: 'message', message };
  if (enumeration !== undefined) return { kind: 'enum', enum: enumeration };
  if (scalar !== undefined) return { kind: 'scalar', scalar };
  throw new Error('A field has a type');
}

/** Whether a reader can tell a field that was not sent from one with the zero value. Lists and maps have no presence. */
export function hasPresence({ presence }: DescField): boolean {
  return presence !== FeatureSet_FieldPresence.IMPLICIT;
}

export function describeType(type: ValueType): string {
  switch (type.kind) {
    case 'scalar':
      return scalarName(type.scalar);
    case 'enum':
      return `enum ${type.enum.name}`;
    case 'message':
      return `message ${type.message.name}`;
  }
}

export function describeField(field: DescField): string {
  const value = describeType(valueTypeOf(field));
  if (field.fieldKind === 'list') return `repeated ${value}`;
  if (field.fieldKind === 'map') return `map<${scalarName(field.mapKey)}, ${value}>`;
  return value;
}

function scalarName(scalar: ScalarType): string {
  return ScalarType[scalar].toLowerCase();
}
