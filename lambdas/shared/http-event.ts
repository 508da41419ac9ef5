import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ShopError } from './errors.ts';
import { textFault } from './text-fault.ts';

/**
 * REST APIs pass path parameters on percent-encoded, as they are in the URL.
 *
 * @returns decoded
 * @throws ShopError `bad-request`
 */
export function readPathParameters({
  pathParameters,
}: Pick<APIGatewayProxyEvent, 'pathParameters'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(pathParameters ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, decodeParameter(name, value)]],
    ),
  );
}

/** Parameters become parts of keys, of which DynamoDB takes 1,024 bytes at the least (sort keys). */
const MAX_PARAMETER_BYTES = 512;

function decodeParameter(name: string, value: string): string {
  const decoded = percentDecoded(name, value);
  if (Buffer.byteLength(decoded) > MAX_PARAMETER_BYTES) {
    throw new ShopError('bad-request', `${name}: must not be longer than ${MAX_PARAMETER_BYTES} bytes`);
  }
  return checkedText(name, decoded);
}

function percentDecoded(name: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (cause) {
    throw new ShopError('bad-request', `${name}: not a valid URL encoding`, { cause });
  }
}

/** @throws ShopError `bad-request` when text in it cannot be stored or logged */
export function checkedText<T>(what: string, value: T): T {
  const fault = textFault(value);
  if (fault !== undefined) throw new ShopError('bad-request', `${what}: ${fault}`);
  return value;
}

/**
 * The JSON body as it came, unchecked; undefined when there is none.
 *
 * @throws ShopError `unsupported-media-type`, `payload-too-large` or `bad-request`
 */
export function readJsonBody(event: APIGatewayProxyEvent, maxBytes: number): unknown {
  const { body } = event;
  if (body === null || body === '' || event.httpMethod === 'GET') return undefined;

  const mediaType = header(event, 'content-type')?.split(';')[0]?.trim().toLowerCase();
  // With a suffix it is JSON all the same (RFC 6839), such as application/vnd.schemaregistry.v1+json.
  if (mediaType !== undefined && mediaType !== 'application/json' && !mediaType.endsWith('+json')) {
    throw new ShopError('unsupported-media-type', 'the body must be application/json');
  }
  const parsed = parseJson(readUtf8Body(event, maxBytes));
  const fault = textFault(parsed);
  if (fault !== undefined) throw new ShopError('bad-request', fault);
  return parsed;
}

/**
 * The body as text; empty when there is none.
 *
 * @throws ShopError `payload-too-large`, or `bad-request` for bytes that are not UTF-8
 */
export function readUtf8Body(
  { body, isBase64Encoded }: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>,
  maxBytes: number,
): string {
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > maxBytes) {
    throw new ShopError('payload-too-large', `the body must not be larger than ${maxBytes} bytes`);
  }
  // Decoding would put U+FFFD in the place of what is wrong, and so change what the client sent.
  if (!isUtf8(bytes)) throw new ShopError('bad-request', 'the body is not valid UTF-8');
  return bytes.toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not the parser's own error: it quotes the body.
    throw new ShopError('bad-request', 'the body is not valid JSON');
  }
}

function header(event: APIGatewayProxyEvent, name: string): string | undefined {
  return Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}
