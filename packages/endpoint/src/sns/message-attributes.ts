import { z } from 'zod';
import { blob, record } from '../core/input.ts';
import { snsError } from './errors.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  BinaryValue?: Uint8Array;
}

const TYPE = /^(String|Number|Binary)(\..+)?$/;

const attributeSchema = z.object({
  DataType: z.string().optional(),
  StringValue: z.string().optional(),
  BinaryValue: blob.optional(),
});

export const messageAttributesSchema = record(attributeSchema).default({});

type Sent = z.output<typeof attributeSchema>;

/** @throws AwsError ParameterValueInvalid, ValidationError. */
export function checkMessageAttributes(sent: Record<string, Sent>): Record<string, MessageAttribute> {
  return Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, check(name, value)]));
}

function check(name: string, { DataType, StringValue, BinaryValue }: Sent): MessageAttribute {
  checkName(name);
  if (DataType === undefined) {
    throw snsError.validationError(
      `1 validation error detected: Value null at 'messageAttributes.${name}.member.dataType' failed to satisfy constraint: Member must not be null`,
    );
  }
  const type = TYPE.exec(DataType)?.[1];
  if (type === undefined) {
    throw snsError.parameterValueInvalid(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  if (type === 'Binary') {
    if (StringValue && BinaryValue === undefined) throw wrongField(name, type, 'Binary');
    if (!BinaryValue?.length) throw empty(name, type);
    return { DataType, BinaryValue };
  }
  if (BinaryValue?.length && StringValue === undefined) throw wrongField(name, type, 'String');
  if (!StringValue) throw empty(name, type);
  if (type === 'Number' && !Number.isFinite(Number(StringValue))) {
    throw snsError.parameterValueInvalid(`Could not cast message attribute '${name}' value to number.`);
  }
  return { DataType, StringValue };
}

function checkName(name: string): void {
  if (Buffer.byteLength(name) > 256) {
    throw snsError.parameterValueInvalid('Length of message attribute name must be less than 256 bytes.');
  }
  const odd = /[^\w.-]/u.exec(name)?.[0];
  if (odd !== undefined) {
    const code = odd.codePointAt(0)?.toString(16).toUpperCase();
    throw snsError.parameterValueInvalid(
      `Invalid non-alphanumeric character '#x${code}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  }
  if (name === '' || name.startsWith('.')) {
    throw snsError.parameterValueInvalid(
      "Invalid message attribute name starting with character '.' was found.",
    );
  }
  if (name.endsWith('.')) {
    throw snsError.parameterValueInvalid(
      "Invalid message attribute name ending with character '.' was found.",
    );
  }
  if (name.includes('..')) {
    throw snsError.parameterValueInvalid("Message attribute name can not have successive '.' character.");
  }
  if (/^(aws|amazon)\./i.test(name)) {
    throw snsError.parameterValueInvalid(`Message attribute name '${name}' has a reserved prefix.`);
  }
}

function wrongField(name: string, type: string, field: string) {
  return snsError.parameterValueInvalid(
    `The message attribute '${name}' with type '${type}' must use field '${field}'.`,
  );
}

function empty(name: string, type: string) {
  return snsError.parameterValueInvalid(
    `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
  );
}

/** What attributes add to the size of their message: names, types and values. */
export function attributeBytes(attributes: Record<string, Sent>): number {
  let bytes = 0;
  for (const [name, { DataType = '', StringValue = '', BinaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes += BinaryValue?.length ?? Buffer.byteLength(StringValue);
  }
  return bytes;
}
