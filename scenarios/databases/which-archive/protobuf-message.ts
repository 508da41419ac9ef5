/** A message of Protobuf's wire format whose schema is known to who reads it: values by field number. */
export type Message = ReadonlyMap<number, readonly (number | Buffer)[]>;

/** @throws {RangeError} for wire types that ORC's messages do not have */
export function message(bytes: Buffer): Message {
  const fields = new Map<number, (number | Buffer)[]>();
  let at = 0;
  const take = (): number => {
    const { value, end } = varint(bytes, at);
    at = end;
    return value;
  };
  while (at < bytes.length) {
    const key = take();
    const [field, wire] = [Math.floor(key / 8), key % 8];
    if (wire !== 0 && wire !== 2) throw new RangeError(`Field ${field} has wire type ${wire}`);
    let value: number | Buffer = take();
    if (wire === 2) {
      value = bytes.subarray(at, at + value);
      at += value.length;
    }
    fields.set(field, [...(fields.get(field) ?? []), value]);
  }
  return fields;
}

/** Zero when it is absent, as Protobuf has it. */
export function number(fields: Message, field: number): number {
  const value = fields.get(field)?.at(-1);
  return typeof value === 'number' ? value : 0;
}

/** Every value of a repeated field of messages, bytes or text. */
export function parts(fields: Message, field: number): Buffer[] {
  return (fields.get(field) ?? []).filter((value): value is Buffer => value instanceof Buffer);
}

export function packedNumbers(fields: Message, field: number): number[] {
  return parts(fields, field).flatMap((bytes) => {
    const numbers: number[] = [];
    for (let at = 0; at < bytes.length; ) {
      const { value, end } = varint(bytes, at);
      numbers.push(value);
      at = end;
    }
    return numbers;
  });
}

export function text(bytes: Buffer): string {
  return bytes.toString('utf8');
}

function varint(bytes: Buffer, begin: number): { value: number; end: number } {
  let value = 0;
  let weight = 1;
  for (let at = begin; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * weight;
    if (byte < 0x80) return { value, end: at + 1 };
    weight *= 0x80;
  }
  throw new RangeError('A varint exceeds its message');
}
