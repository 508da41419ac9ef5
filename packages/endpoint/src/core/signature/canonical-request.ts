import { hash } from 'node:crypto';
import type { WireRequest } from '../wire.ts';
import type { Signature } from './read-signature.ts';

type Signed = Pick<WireRequest, 'method' | 'path' | 'query'> & {
  stream: Pick<WireRequest['stream'], 'rawHeaders'>;
};

/**
 * The text whose hash is signed, for all services but S3, which encodes paths once only.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(request: Signed, { signedHeaders }: Signature, body: Uint8Array): string {
  const headers = signedHeaders.map((name) => `${name}:${headerValue(request.stream.rawHeaders, name)}\n`);
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    headers.join(''),
    signedHeaders.join(';'),
    hash('sha256', body, 'hex'),
  ].join('\n');
}

/** Dot segments and empty segments are removed, and what is encoded already is encoded once more. */
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  const leading = path.startsWith('/') ? '/' : '';
  const trailing = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `${leading}${segments.map(encode).join('/')}${trailing}`;
}

function canonicalQuery(query: URLSearchParams): string {
  if (query.size === 0) return '';
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]): [string, string] => [encode(name), encode(value)])
    .sort(([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** All values of a header, as they were sent, with white space reduced. */
function headerValue(raw: readonly string[], name: string): string {
  const values: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    if (raw[index]?.toLowerCase() !== name) continue;
    values.push((raw[index + 1] ?? '').trim().replace(/\s+/g, ' '));
  }
  return values.join(',');
}

/** Everything but letters, digits and `-._~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
