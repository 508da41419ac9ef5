import { z } from 'zod';
import { parseBoundedJson } from '../core/bounded-json.ts';
import { s3Error } from './errors.ts';

const MAX_POLICY_BYTES = 20 * 1024;

const oneOrMore = z.union([z.string(), z.array(z.string())]);
const statement = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.unknown().optional(),
  NotPrincipal: z.unknown().optional(),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
});
const policy = z.object({ Statement: z.union([statement.transform((one) => [one]), z.array(statement)]) });

/** Refuses a policy that S3 would refuse for its form, or for resources outside of the bucket. */
export function checkBucketPolicy(text: string, bucket: string): void {
  if (Buffer.byteLength(text, 'utf8') > MAX_POLICY_BYTES) {
    throw s3Error.malformedPolicy('Policy exceeds the maximum allowed document size.');
  }
  const document = parseBoundedJson(text);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw s3Error.malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
  }
  if (!('Statement' in document)) throw s3Error.malformedPolicy('Missing required field Statement');
  const parsed = policy.safeParse(document);
  if (!parsed.success) throw s3Error.malformedPolicy('Policy has an invalid or missing statement');
  for (const each of parsed.data.Statement) {
    if (each.Principal === undefined && each.NotPrincipal === undefined) {
      throw s3Error.malformedPolicy('Missing required field Principal');
    }
    if (each.Action === undefined && each.NotAction === undefined) {
      throw s3Error.malformedPolicy('Missing required field Action');
    }
    const resources = [each.Resource ?? each.NotResource ?? []].flat();
    if (resources.length === 0) throw s3Error.malformedPolicy('Missing required field Resource');
    if (!resources.every((resource) => isWithin(resource, bucket))) {
      throw s3Error.malformedPolicy('Policy has invalid resource');
    }
  }
}

function isWithin(resource: string, bucket: string): boolean {
  const arn = `arn:aws:s3:::${bucket}`;
  // A wildcard in the bucket's part may still mean this bucket.
  return resource === arn || resource.startsWith(`${arn}/`) || /^(\*|arn:aws:s3:::[^/]*\*)/.test(resource);
}
