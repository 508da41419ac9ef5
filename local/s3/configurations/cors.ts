import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { flat } from '../wire/xml-shape.ts';
import { configuration } from './configuration.ts';

const rule = z.strictObject({
  ID: z.string().max(255).optional(),
  AllowedHeaders: flat('AllowedHeader', z.string()).optional(),
  AllowedMethods: flat('AllowedMethod', z.enum(['GET', 'PUT', 'POST', 'DELETE', 'HEAD'])),
  AllowedOrigins: flat('AllowedOrigin', z.string()),
  ExposeHeaders: flat('ExposeHeader', z.string()).optional(),
  MaxAgeSeconds: integer.optional(),
});

export const cors = configuration({
  name: 'cors',
  operations: { put: 'PutBucketCors', get: 'GetBucketCors', delete: 'DeleteBucketCors' },
  member: 'CORSConfiguration',
  root: 'CORSConfiguration',
  schema: z.strictObject({ CORSRules: flat('CORSRule', rule) }),
  answersMembers: true,
  missing: { code: 'NoSuchCORSConfiguration', message: 'The CORS configuration does not exist' },
});
