import type { IncomingHttpHeaders } from 'node:http';

/** The media type of a request's body without parameters, in lower case. */
export function mediaTypeOf(headers: IncomingHttpHeaders): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

const JSON_TYPES = new Set(['application/json', 'application/x-amz-json-1.0', 'application/x-amz-json-1.1']);

/** A web page of another origin cannot send these types without a preflight. */
export function isJson(headers: IncomingHttpHeaders): boolean {
  return JSON_TYPES.has(mediaTypeOf(headers));
}

export const FORM_TYPE = 'application/x-www-form-urlencoded';
