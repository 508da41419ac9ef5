import { z } from 'zod';
import { blob } from '../core/input.ts';
import { errors } from './errors.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  BinaryValue?: Uint8Array;
}

const NAME = /^(?!\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/;
const RESERVED_NAME = /^(aws|amazon)\./i;
const TYPE = /^(String|Number|Binary)(\..+)?$/;

const attributeSchema = z.object({
  DataType: z.string().optional(),
  StringValue: z.string().optional(),
  BinaryValue: blob.optional(),
});

export const messageAttributesSchema = z.record(z.string(), attributeSchema).default({});

/** @throws AwsError InvalidParameter. */
export function checkMessageAttributes(
  sent: Record<string, z.output<typeof attributeSchema>>,
): Record<string, MessageAttribute> {
  return Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, check(name, value)]));
}

function check(
  name: string,
  { DataType, StringValue, BinaryValue }: z.output<typeof attributeSchema>,
): MessageAttribute {
  if (!NAME.test(name) || RESERVED_NAME.test(name)) {
    throw errors.invalidParameter(`Message attribute name '${name.slice(0, 256)}' is invalid.`);
  }
  const type = TYPE.exec(DataType ?? '')?.[1];
  if (DataType === undefined || type === undefined) {
    throw errors.invalidParameter(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  if (type === 'Binary') {
    if (!BinaryValue?.length) throw empty(name, type);
    return { DataType, BinaryValue };
  }
  if (!StringValue) throw empty(name, type);
  if (type === 'Number' && !Number.isFinite(Number(StringValue))) {
    throw errors.invalidParameter(`Could not cast message attribute '${name}' value to number.`);
  }
  return { DataType, StringValue };
}

function empty(name: string, type: string) {
  return errors.invalidParameter(
    `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
  );
}

/** What attributes add to the size of their message: names, types and values. */
export function attributeBytes(attributes: Record<string, z.output<typeof attributeSchema>>): number {
  let bytes = 0;
  for (const [name, { DataType = '', StringValue = '', BinaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes += BinaryValue?.length ?? Buffer.byteLength(StringValue);
  }
  return bytes;
}
