import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { isReflectMessage, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { counterpart } from '../../../../../schemas/compatibility/proto/counterpart.ts';
import {
  cardinalityOf,
  hasPresence,
  type ValueType,
  valueTypeOf,
} from '../../../../../schemas/compatibility/proto/field-type.ts';

/** What code reads of a message: a value for each field, null where a field with presence is not set. */
type Reading = { [field: string]: unknown };

/** What a receiver reads. */
export function readingOf(message: ReflectMessage): Reading {
  return meaningFor(message, message.desc);
}

/** What a receiver with this contract has to read for the sender to be understood. */
export function meaningFor(message: ReflectMessage, receiver: DescMessage): Reading {
  const reading: Reading = Object.fromEntries(receiver.fields.map((field) => [field.name, unset(field)]));
  for (const own of message.fields) {
    const target = counterpart(own, message.fields, receiver.fields);
    if (target !== undefined) reading[target.name] = fieldMeaning(message, own, target);
  }
  return reading;
}

function unset(field: DescField): unknown {
  switch (cardinalityOf(field)) {
    case 'list':
      return [];
    case 'map':
      return {};
    case 'single':
      if (hasPresence(field)) return null;
      return field.fieldKind === 'enum' ? numeral(0) : zeroOf(field);
  }
}

function zeroOf({ scalar }: DescField): unknown {
  const zeros: readonly unknown[] = [0, '', new Uint8Array()];
  // Strings are number 9 in descriptor.proto, bytes 12; all others are numbers or bool.
  return valueMeaning(zeros[scalar === 9 ? 1 : scalar === 12 ? 2 : 0]);
}

function fieldMeaning(message: ReflectMessage, own: DescField, target: DescField): unknown {
  const value = (one: unknown) => typedMeaning(one, valueTypeOf(own), valueTypeOf(target));
  switch (own.fieldKind) {
    case 'list':
      return [...message.get(own)].map(value);
    case 'map':
      return Object.fromEntries(
        [...message.get(own)].map(([key, one]) => [`${valueMeaning(key)}`, value(one)]),
      );
    default: {
      const isUnset = hasPresence(own) && !message.isSet(own);
      const meaning = isUnset ? null : value(message.get(own));
      if (target.fieldKind !== 'list') return meaning;
      return meaning === null ? [] : [meaning];
    }
  }
}

function typedMeaning(value: unknown, own: ValueType, target: ValueType): unknown {
  if (own.kind === 'enum' && target.kind === 'enum') {
    const names = own.enum.values.filter(({ number }) => number === value);
    const [name] = names;
    if (name === undefined) return numeral(value);
    const meant = counterpart(name, own.enum.values, target.enum.values);
    if (meant !== undefined) return numeral(meant.number);
    return target.enum.values.some(({ number }) => number === value)
      ? `the value ${name.name}`
      : numeral(value);
  }
  if (isReflectMessage(value))
    return target.kind === 'message' ? meaningFor(value, target.message) : 'a message';
  if (own.kind === 'scalar' && own.scalar === 2) return numeral(Math.fround(Number(value)));
  return valueMeaning(value);
}

/** Numbers and truth values are numbers, texts are octets: types do not count as long as they hold the same. */
function valueMeaning(value: unknown): string {
  if (typeof value === 'string') return `octets ${Buffer.from(value).toString('hex')}`;
  if (value instanceof Uint8Array) return `octets ${Buffer.from(value).toString('hex')}`;
  return numeral(value);
}

function numeral(value: unknown): string {
  return `number ${typeof value === 'boolean' ? Number(value) : value}`;
}
