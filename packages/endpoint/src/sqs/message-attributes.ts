import { createHash } from 'node:crypto';
import { z } from 'zod';
import { blob, record } from '../core/input.ts';
import { sqsError } from './errors.ts';
import type { MessageAttribute } from './queue/message.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
const MAX_ATTRIBUTES = 10;
/** Letters and digits of any script, although the documentation names only those of ASCII. */
const NAME = /^(?!\.)(?!.*\.\.)[\p{L}\p{N}_.-]{1,256}(?<!\.)$/u;
const RESERVED_NAME = /^(aws|amazon)\./i;
const TYPE = /^(String|Number|Binary)(\..+)?$/;

/** https://www.w3.org/TR/REC-xml/#charsets; a lone surrogate is in none of the ranges. */
export const FORBIDDEN_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

export const messageAttributeSchema = z.object({
  DataType: z.string().optional(),
  StringValue: z.string().optional(),
  BinaryValue: blob.optional(),
});

export const messageAttributesSchema = record(messageAttributeSchema).default({});

type Sent = z.output<typeof messageAttributeSchema>;

/** @throws AwsError InvalidParameterValue, MissingParameter. */
export function checkMessageAttributes(sent: Record<string, Sent>): Record<string, MessageAttribute> {
  const names = Object.keys(sent);
  if (names.length > MAX_ATTRIBUTES) {
    throw sqsError.invalidParameterValue(
      `Number of message attributes [${names.length}] exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    );
  }
  return Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, check(name, value)]));
}

function check(name: string, { DataType, StringValue, BinaryValue }: Sent): MessageAttribute {
  if (!NAME.test(name) || RESERVED_NAME.test(name)) {
    throw sqsError.invalidParameterValue(`Message attribute name '${name.slice(0, 256)}' is invalid.`);
  }
  if (!DataType) {
    throw sqsError.invalidParameterValue(
      `The message attribute '${name}' must contain non-empty message attribute type.`,
    );
  }
  const type = DataType.length > 256 ? undefined : TYPE.exec(DataType)?.[1];
  if (type === undefined) {
    throw sqsError.invalidParameterValue(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  if (type === 'Binary' ? !BinaryValue?.length : !StringValue) {
    throw sqsError.invalidParameterValue(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`,
    );
  }
  if (FORBIDDEN_CHARACTER.test(StringValue ?? '') || FORBIDDEN_CHARACTER.test(DataType)) {
    throw sqsError.invalidParameterValue(
      `Message (user) attribute '${name}' contains characters outside of those that are valid: #x9, #xA, #xD and those from #x20 on.`,
    );
  }
  if (type === 'Number' && !isNumber(StringValue)) {
    throw sqsError.invalidParameterValue(`Can't cast the value of message attribute '${name}' to a number.`);
  }
  return type === 'Binary' && BinaryValue
    ? { DataType, BinaryValue }
    : { DataType, StringValue: StringValue ?? '' };
}

function isNumber(text = ''): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text);
}

/** What an attribute adds to the size of its message: name, type and value. */
export function attributeBytes(attributes: Record<string, Sent>): number {
  let bytes = 0;
  for (const [name, { DataType = '', StringValue = '', BinaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes += BinaryValue?.length ?? Buffer.byteLength(StringValue);
  }
  return bytes;
}

/** The digest that SDKs verify: sqs-message-metadata.html, "Calculating the MD5 message digest". */
export function attributesMd5(attributes: Record<string, MessageAttribute>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const update = (bytes: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType = '', StringValue = '', BinaryValue } = attributes[name] ?? {};
    update(Buffer.from(name, 'utf8'));
    update(Buffer.from(DataType, 'utf8'));
    hash.update(Buffer.of(BinaryValue === undefined ? 1 : 2));
    update(BinaryValue ?? Buffer.from(StringValue, 'utf8'));
  }
  return hash.digest('hex');
}

/** The attributes that a receive asked for: `All` or `.*`, a prefix as `prefix.*`, or names. */
export function selectAttributes(
  attributes: Record<string, MessageAttribute>,
  wanted: readonly string[],
): Record<string, MessageAttribute> {
  const isWanted = (name: string) =>
    wanted.some(
      (pattern) =>
        pattern === 'All' ||
        pattern === name ||
        (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}
