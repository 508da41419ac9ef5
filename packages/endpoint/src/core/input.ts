import { z } from 'zod';

/** Input members that arrive in more than one form: over the wire, or from another service in the SDK's shapes. */

/** Base64 on the wire, bytes in process. */
export const blob = z.union([
  z.instanceof(Uint8Array),
  z.string().transform((text, { addIssue }): Uint8Array => {
    const bytes = Buffer.from(text, 'base64');
    if (!isBase64(text, bytes.length)) addIssue('must be base64');
    return bytes;
  }),
]);

/** Node skips what is no base64, so that too few bytes come out; a pattern takes a second for 50 MB of code. */
function isBase64(text: string, bytes: number): boolean {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const whole = text.length % 4 === 0 && bytes === (text.length / 4) * 3 - padding;
  return whole && !text.includes('-') && !text.includes('_');
}

/** Marks the issue of a member that the endpoint lacks. */
const LACKING = { lacking: true };

/** A member that AWS has and the endpoint lacks: refused by name with `NotImplemented`, and never ignored. */
export const lacking = z
  .custom<undefined>((value) => value === undefined || isEmptyList(value), {
    message: 'is not implemented',
    params: LACKING,
  })
  .optional();

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** The member that a failed check found to be lacking; undefined where the input is at fault itself. */
export function lackingMember(error: z.ZodError): string | undefined {
  const issue = error.issues.find(
    ({ code, ...rest }) => code === 'custom' && 'params' in rest && rest.params === LACKING,
  );
  return issue?.path.join('.');
}

/** Epoch seconds or ISO 8601 on the wire, a Date in process. */
export const timestamp = z.union([
  z.date(),
  z.number().transform((seconds) => new Date(seconds * 1000)),
  z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
]);

/** The Query protocol and CloudFormation templates send numbers as text. */
export const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d+$/, 'must be an integer')
    .transform(Number),
]);

/** The Query protocol and CloudFormation templates send booleans as text. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/**
 * A map under names of the client's choice. Every name is kept as the object's own, also those that objects inherit;
 * `z.record` drops `__proto__` without a word.
 */
export function record<Value extends z.ZodType>(value: Value, key: z.ZodType<string> = z.string()) {
  return z
    .custom<Record<string, unknown>>(isRecord, 'Invalid input: expected record')
    .transform((input, context): Record<string, z.output<Value>> => {
      const entries: [string, z.output<Value>][] = [];
      for (const [name, member] of Object.entries(input)) {
        const [parsedName, parsed] = [key.safeParse(name), value.safeParse(member)];
        const issues = [...(parsedName.error?.issues ?? []), ...(parsed.error?.issues ?? [])];
        for (const { message, path } of issues) {
          context.addIssue({ code: 'custom', message, path: [name, ...path] });
        }
        if (parsed.success) entries.push([name, parsed.data]);
      }
      return Object.fromEntries(entries);
    });
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A map of strings, as most AWS attributes are. */
export const stringMap = record(z.string());

/** A list; the Query protocol sends an empty one as an empty text. */
export function list<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => (value === '' ? [] : value), z.array(item));
}
