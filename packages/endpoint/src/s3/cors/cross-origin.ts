import type { WireRequest } from '../../core/wire.ts';
import { configured } from '../configurations/configuration.ts';
import { cors } from '../configurations/cors.ts';
import type { S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { readAddress } from '../wire/address.ts';
import { allowingRule, type CorsRequest, corsHeaders } from './rules.ts';

/**
 * The CORS headers of an answer, by the bucket's CORS configuration; none where no rule allows the origin. Throws
 * AccessForbidden for a preflight, and for a request of a foreign page, that no rule allows.
 *
 * S3 itself answers a request of an origin that no rule allows, without these headers: there, the signature protects
 * the object. The endpoint verifies none, so it refuses.
 */
export function crossOriginHeaders(engine: S3Engine, request: WireRequest): Record<string, string> {
  const preflight = request.method === 'OPTIONS';
  const origin = request.headers.origin;
  if (origin === undefined && !request.foreign && !preflight) return {};
  const { bucket, key } = readAddress(request.host, request.path);
  const resource = key === undefined ? 'BUCKET' : 'OBJECT';
  if (preflight && origin === undefined) throw s3Error.missingOrigin();
  const asked = readRequest(request, preflight);
  if (asked === undefined)
    throw s3Error.invalidRequestedMethod(request.headers['access-control-request-method']);

  const found = bucket === undefined ? undefined : engine.buckets.get(bucket);
  const configuration = found && configured(cors, found);
  const allowing = configuration && allowingRule(configuration.CORSRules, asked);
  const forPages = bucket !== undefined && (key !== undefined || BUCKET_METHODS.has(asked.method));
  if (allowing !== undefined && (forPages || !request.foreign)) return corsHeaders(allowing, asked);
  if (!preflight && !request.foreign) return {};
  if (found === undefined) throw s3Error.corsForbidden('Bucket not found', asked.method, 'BUCKET');
  if (configuration === undefined) {
    throw s3Error.corsForbidden('CORS is not enabled for this bucket.', asked.method, resource);
  }
  throw s3Error.corsForbidden(NOT_ALLOWED, asked.method, resource);
}

const NOT_ALLOWED =
  "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

/** Of a bucket, pages may list and delete objects, and post forms. Its settings are not theirs to change. */
const BUCKET_METHODS = new Set(['GET', 'HEAD', 'POST']);

function readRequest({ headers, method }: WireRequest, preflight: boolean): CorsRequest | undefined {
  // A page that loads an image or follows a link names no origin: only a rule for any origin allows it.
  const origin = headers.origin ?? ANY_ORIGIN;
  if (!preflight) return { origin, method, headers: [] };
  const requested = headers['access-control-request-method'];
  if (requested === undefined || !/^[A-Z]+$/.test(requested)) return undefined;
  const names = (headers['access-control-request-headers'] ?? '').split(',').map((name) => name.trim());
  return { origin, method: requested, headers: names.filter((name) => name !== '') };
}

const ANY_ORIGIN = '';
