import { z } from 'zod';
import { parseBoundedJson } from '../../core/bounded-json.ts';
import { s3Error } from '../errors.ts';

/** One condition of a policy, as it is named in a refusal. */
export type Condition = readonly [operator: string, first: unknown, second: unknown];

/** What the signer of a form allows to be posted with it, and until when. */
export interface PostPolicy {
  expiration: Date;
  conditions: readonly Condition[];
}

const document = z.looseObject({
  expiration: z.iso.datetime({ offset: true }),
  conditions: z.array(z.unknown()),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html */
export function parsePolicy(base64: string): PostPolicy {
  const value = parseBoundedJson(Buffer.from(base64, 'base64').toString('utf8'));
  if (value === undefined) throw s3Error.invalidPolicy('Invalid JSON.');
  const parsed = document.safeParse(value);
  if (!parsed.success) {
    const member = parsed.error.issues[0]?.path[0] ?? 'conditions';
    throw s3Error.invalidPolicy(`Invalid '${String(member)}' value.`);
  }
  const { expiration, conditions } = parsed.data;
  return { expiration: new Date(expiration), conditions: conditions.map(toCondition) };
}

function toCondition(value: unknown): Condition {
  if (Array.isArray(value)) {
    const [operator, first, second, ...more] = value as unknown[];
    if (typeof operator === 'string' && second !== undefined && more.length === 0) {
      return [operator, first, second];
    }
    throw s3Error.invalidPolicy('Invalid Condition: a condition has an operator and two arguments.');
  }
  const properties = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const [only] = properties;
  if (only === undefined || properties.length > 1) {
    throw s3Error.invalidPolicy(
      'Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.',
    );
  }
  return ['eq', `$${only[0]}`, only[1]];
}
