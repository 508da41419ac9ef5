import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { s3Error } from '../errors.ts';
import { flat } from '../wire/xml-shape.ts';
import { configuration } from './configuration.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
const MAX_RULES = 100;
const METHODS = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD']);

const rule = z.strictObject({
  ID: z.string().max(255).optional(),
  AllowedHeaders: flat('AllowedHeader', z.string()).optional(),
  AllowedMethods: flat('AllowedMethod', z.string()).min(1),
  AllowedOrigins: flat('AllowedOrigin', z.string()).min(1),
  ExposeHeaders: flat('ExposeHeader', z.string()).optional(),
  MaxAgeSeconds: integer.optional(),
});

export type CorsRule = z.output<typeof rule>;

export const cors = configuration({
  name: 'cors',
  operations: { put: 'PutBucketCors', get: 'GetBucketCors', delete: 'DeleteBucketCors' },
  member: 'CORSConfiguration',
  root: 'CORSConfiguration',
  schema: z.strictObject({ CORSRules: flat('CORSRule', rule).min(1) }),
  answersMembers: true,
  check({ CORSRules }) {
    if (CORSRules.length > MAX_RULES) {
      throw s3Error.invalidRequest(
        `The number of CORS rules should not exceed allowed limit of ${MAX_RULES} rules.`,
      );
    }
    for (const { AllowedMethods, AllowedOrigins, AllowedHeaders = [] } of CORSRules) {
      const other = AllowedMethods.find((method) => !METHODS.has(method));
      if (other !== undefined) {
        throw s3Error.invalidRequest(
          `Found unsupported HTTP method in CORS config. Unsupported method is ${other.slice(0, 40)}`,
        );
      }
      checkWildcards('AllowedOrigin', AllowedOrigins);
      checkWildcards('AllowedHeader', AllowedHeaders);
    }
  },
  missing: { code: 'NoSuchCORSConfiguration', message: 'The CORS configuration does not exist' },
});

function checkWildcards(element: string, patterns: readonly string[]): void {
  const wrong = patterns.find((pattern) => pattern.split('*').length > 2);
  if (wrong !== undefined) {
    throw s3Error.invalidRequest(`${element} "${wrong.slice(0, 255)}" can not have more than one wildcard.`);
  }
}
