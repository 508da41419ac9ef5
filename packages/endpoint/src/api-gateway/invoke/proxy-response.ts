import { validateHeaderName, validateHeaderValue } from 'node:http';
import { setOwn } from '../../core/own.ts';
import type { WireResponse } from '../../core/wire.ts';
import { gatewayFailure } from './gateway-failure.ts';

/** What a function may answer with; any other member makes the answer malformed. */
const MEMBERS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/** Headers that belong to API Gateway: a function's own get another name. */
const REMAPPED = new Set(['connection', 'content-length', 'date', 'server']);

type Members = Readonly<Record<string, unknown>>;

/**
 * Turns the answer of a function into one over HTTP. No member is mandatory; null counts as absent.
 * `binaryAccepted`: whether the client's Accept header names a binary media type of the API.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function proxyResponse(payload: Uint8Array | undefined, binaryAccepted: boolean): WireResponse {
  const answer = parse(payload);
  const body = answer['body'] ?? '';
  if (typeof body !== 'string') throw malformed('body is not text');
  const encoded = answer['isBase64Encoded'] ?? false;
  if (typeof encoded !== 'boolean') throw malformed('isBase64Encoded is not a boolean');
  return {
    status: statusOf(answer['statusCode'] ?? 200),
    headers: headersOf(answer),
    // A client that does not ask for binary gets the base64 text itself.
    body: encoded && binaryAccepted ? Buffer.from(body, 'base64') : body,
  };
}

function parse(payload: Uint8Array | undefined): Members {
  let answer: unknown;
  try {
    answer = JSON.parse(payload === undefined ? '' : new TextDecoder().decode(payload));
  } catch {
    throw malformed('it is not JSON');
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
    throw malformed('it is not an object');
  }
  const unknown = Object.keys(answer).find((member) => !MEMBERS.has(member));
  if (unknown !== undefined) throw malformed('it has a member that a proxy response cannot have');
  return answer as Members;
}

function statusOf(value: unknown): number {
  const status = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  // An interim answer cannot be the final one.
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw malformed('statusCode is not an HTTP status');
}

function headersOf(answer: Members): Record<string, string | string[]> {
  const headers = new Map<string, { name: string; values: string[] }>();
  const set = (name: string, values: string[]) => {
    const lower = name.toLowerCase();
    if (lower === 'transfer-encoding') return;
    const sent = REMAPPED.has(lower) ? `x-amzn-Remapped-${name}` : name;
    const before = headers.get(lower)?.values ?? [];
    const added = values.filter((value) => !before.includes(value));
    headers.set(lower, { name: headers.get(lower)?.name ?? sent, values: [...before, ...added] });
  };
  // Those with several values come first, and give a header its name where both spell it in another case.
  for (const [name, values] of Object.entries(members(answer['multiValueHeaders']))) {
    if (!Array.isArray(values)) throw malformed('a header in multiValueHeaders has no list of values');
    set(name, values.map(textOf));
  }
  for (const [name, value] of Object.entries(members(answer['headers']))) set(name, [textOf(value)]);
  const result: Record<string, string | string[]> = {};
  for (const { name, values } of headers.values()) {
    checkHeader(name, values);
    const [first] = values;
    setOwn(result, name, values.length === 1 && first !== undefined ? first : values);
  }
  if (!headers.has('content-type')) result['content-type'] = 'application/json';
  return result;
}

function members(value: unknown): Members {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw malformed('headers are not an object');
  return value as Members;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'boolean') throw malformed('a header is not text');
  return String(value);
}

function checkHeader(name: string, values: readonly string[]): void {
  try {
    validateHeaderName(name);
    for (const value of values) validateHeaderValue(name, value);
  } catch {
    throw malformed('a header has characters that HTTP does not allow');
  }
}

function malformed(reason: string): Error {
  return gatewayFailure.badGateway(`Malformed Lambda proxy response: ${reason}`);
}
