import type { WireRequest } from '../wire.ts';
import { signatureError } from './errors.ts';

/** What a request says about its Signature Version 4, checked for its form only. */
export interface Signature {
  accessKeyId: string;
  sessionToken: string | undefined;
  /** `<date>/<region>/<service>/aws4_request` */
  scope: string;
  /** The day in the scope, such as `20260101`. */
  day: string;
  region: string;
  service: string;
  /** Lower-case names in the order in which they were signed. */
  signedHeaders: readonly string[];
  /** 64 hexadecimal digits, unless it is wrong. */
  signature: string;
  /** When it was signed, as `20260101T120000Z`. */
  date: string;
  /** How long it is valid from its date on, where the request itself says so, as a presigned URL does. */
  validSeconds: number | undefined;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const PARTS = {
  Credential: /\bCredential=([^,\s]+)/,
  Signature: /\bSignature=([^,\s]+)/,
  SignedHeaders: /\bSignedHeaders=([^,\s]+)/,
};
const ISO_BASIC = /^\d{8}T\d{6}Z$/;
/** Seven days: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
const MAX_VALID_SECONDS = 604_800;

type Signed = Pick<WireRequest, 'headers' | 'query'>;

/** Reads the signature of the Authorization header or of the query; throws for one that is missing or malformed. */
export function readSignature(request: Signed): Signature {
  const { headers, query } = request;
  if (headers.authorization !== undefined) return fromHeader(headers.authorization, request);
  if (query.has('X-Amz-Signature') || query.has('X-Amz-Credential')) return fromQuery(query);
  throw signatureError.missing();
}

/** AWS repeats the header in its message; we do not, because it may be a password. */
function fromHeader(authorization: string, { headers }: Signed): Signature {
  if (!authorization.startsWith(ALGORITHM)) {
    throw signatureError.incomplete(
      'Invalid key=value pair (missing equal-sign) in Authorization header: it must be a Signature Version 4.',
    );
  }
  const part = (name: keyof typeof PARTS) => PARTS[name].exec(authorization)?.[1];
  const parts = {
    Credential: part('Credential'),
    Signature: part('Signature'),
    SignedHeaders: part('SignedHeaders'),
  };
  const missing = Object.entries(parts)
    .filter(([, value]) => value === undefined)
    .map(([name]) => `Authorization header requires '${name}' parameter.`);
  const sent = single(headers['x-amz-date']) ?? headers.date;
  if (sent === undefined) {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  if (missing.length > 0) throw signatureError.incomplete(missing.join(' '));
  return {
    ...readCredential(parts.Credential ?? ''),
    sessionToken: single(headers['x-amz-security-token']),
    signedHeaders: readSignedHeaders(parts.SignedHeaders ?? '', 'in the AWS Authorization'),
    signature: parts.Signature ?? '',
    date: readDate(sent ?? ''),
    validSeconds: undefined,
  };
}

function fromQuery(query: URLSearchParams): Signature {
  const missing = [
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Signature',
    'X-Amz-SignedHeaders',
    'X-Amz-Date',
  ]
    .filter((name) => !query.get(name))
    .map((name) => `AWS query-string parameters must include '${name}'.`);
  if (missing.length > 0) throw signatureError.incomplete(missing.join(' '));
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) {
    throw signatureError.incomplete(`AWS query-string parameter 'X-Amz-Algorithm' must be ${ALGORITHM}.`);
  }
  return {
    ...readCredential(query.get('X-Amz-Credential') ?? ''),
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    signedHeaders: readSignedHeaders(query.get('X-Amz-SignedHeaders') ?? '', 'in the query'),
    signature: query.get('X-Amz-Signature') ?? '',
    date: readDate(query.get('X-Amz-Date') ?? ''),
    validSeconds: readValidity(query.get('X-Amz-Expires')),
  };
}

function readCredential(credential: string) {
  const [accessKeyId, day, region, service, terminator] = credential.split('/');
  if (!accessKeyId || !day || !region || !service || terminator === undefined) {
    throw signatureError.incomplete('Credential must have at least 5 slash-delimited elements.');
  }
  if (terminator !== 'aws4_request') {
    throw signatureError.invalid("Credential should be scoped with a valid terminator: 'aws4_request'.");
  }
  return { accessKeyId, day, region, service, scope: `${day}/${region}/${service}/${terminator}` };
}

function readSignedHeaders(text: string, where: string): string[] {
  const names = text.toLowerCase().split(';');
  if (!names.includes('host')) {
    throw signatureError.invalid(`'Host' or ':authority' must be a 'SignedHeader' ${where}.`);
  }
  return names;
}

/** As the string to sign has it. A Date header may be an HTTP date (RFC 9110, 5.6.7). */
function readDate(text: string): string {
  if (ISO_BASIC.test(text)) return text;
  const at = Date.parse(text);
  if (Number.isNaN(at)) {
    throw signatureError.incomplete(
      "Date must be in ISO-8601 'basic format', such as 20260101T120000Z, in a 'X-Amz-Date' or 'Date' header.",
    );
  }
  return isoBasic(at);
}

function readValidity(text: string | null): number | undefined {
  if (text === null) return undefined;
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_VALID_SECONDS) return seconds;
  throw signatureError.incomplete(`X-Amz-Expires must be a number of seconds up to ${MAX_VALID_SECONDS}.`);
}

function single(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
}

/** `20260101T120000Z` */
export function isoBasic(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
}

/** Milliseconds since the epoch. */
export function timeOf(isoBasicText: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(isoBasicText) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
