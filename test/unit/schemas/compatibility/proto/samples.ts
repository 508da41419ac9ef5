import { create, type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf';
import { type ReflectMessage, reflect } from '@bufbuild/protobuf/reflect';
import { type ValueType, valueTypeOf } from '../../../../../schemas/compatibility/proto/field-type.ts';

const LIMITS_32 = [0, 1, 7, -1, 2 ** 31 - 1, -(2 ** 31)];
const LIMITS_64 = [0n, 1n, -1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)];
const UNSIGNED_32 = [0, 1, 7, 2 ** 31, 2 ** 32 - 1];
const UNSIGNED_64 = [0n, 1n, 2n ** 53n + 1n, 2n ** 64n - 1n];
const encoder = new TextEncoder();

const SCALARS: Record<ScalarType, readonly unknown[]> = {
  [ScalarType.BOOL]: [false, true],
  [ScalarType.INT32]: [...LIMITS_32, 2 ** 24 + 1],
  [ScalarType.SINT32]: LIMITS_32,
  [ScalarType.SFIXED32]: LIMITS_32,
  [ScalarType.UINT32]: UNSIGNED_32,
  [ScalarType.FIXED32]: UNSIGNED_32,
  [ScalarType.INT64]: LIMITS_64,
  [ScalarType.SINT64]: LIMITS_64,
  [ScalarType.SFIXED64]: LIMITS_64,
  [ScalarType.UINT64]: UNSIGNED_64,
  [ScalarType.FIXED64]: UNSIGNED_64,
  [ScalarType.FLOAT]: [0, 1, -1, Math.fround(0.1), 2 ** 100],
  [ScalarType.DOUBLE]: [0, 1, -1, 0.1, 1e300],
  [ScalarType.STRING]: ['', 'a', '1', 'true', 'Grüße'],
  [ScalarType.BYTES]: [new Uint8Array(), encoder.encode('a'), new Uint8Array([0xff, 0xfe])],
};

/** Messages that a sender may send by its contract: every field with every value, and every two fields together. */
export function sampleMessages(message: DescMessage, depth = 2): ReflectMessage[] {
  const empty = () => reflect(message, create(message));
  if (message.typeName === 'google.protobuf.Timestamp')
    return [reflect(message, create(message, { seconds: 1n, nanos: 5 } as never))];
  if (depth === 0) return [empty()];
  const settings = message.fields.map((field) => settingsOf(field, depth));
  const single = settings.flatMap((each) => each.map((set) => set(empty())));
  const pairs = settings.flatMap((each, index) =>
    settings.slice(index + 1).map((other) => (other.at(-1) ?? keep)((each.at(-1) ?? keep)(empty()))),
  );
  return [empty(), ...single, ...pairs];
}

type Setting = (message: ReflectMessage) => ReflectMessage;

const keep: Setting = (message) => message;

/** One function for each value of the field; the last one sets a value that is not zero. */
function settingsOf(field: DescField, depth: number): Setting[] {
  const values = valuesOf(valueTypeOf(field), depth);
  const set = (value: unknown) => (message: ReflectMessage) => {
    switch (field.fieldKind) {
      case 'list':
        // As many elements as values, or one.
        for (const one of Array.isArray(value) ? value : [value]) message.get(field).add(one);
        return message;
      case 'map': {
        for (const key of SCALARS[field.mapKey]) message.get(field).set(key as never, value);
        return message;
      }
      default:
        message.set(field, value as never);
        return message;
    }
  };
  return [...values.map(set), ...(field.fieldKind === 'list' ? [set(values)] : [])];
}

function valuesOf(type: ValueType, depth: number): readonly unknown[] {
  switch (type.kind) {
    case 'scalar':
      return SCALARS[type.scalar];
    case 'enum':
      return type.enum.values.map(({ number }) => number);
    case 'message':
      return sampleMessages(type.message, depth - 1);
  }
}
