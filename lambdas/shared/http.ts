import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { ShopError, type ShopErrorCode } from './errors.ts';
import { logger } from './logging.ts';
import { textFault } from './text-fault.ts';

export interface RestRequest {
  method: string;
  /** As it stands in the URL, encoded, without the stage. */
  path: string;
  /** From the path, decoded; API Gateway has checked that they are there. */
  parameters: Readonly<Record<string, string>>;
  /** After the question mark, decoded; the last one where a name comes twice. */
  query: Readonly<Record<string, string | undefined>>;
  /** The JSON body as it came, unchecked; undefined when there is none. */
  body: unknown;
  /** Milliseconds left until Lambda ends this invocation. */
  remainingMs(): number;
}

export interface Answer {
  status: number;
  body: unknown;
}

export interface Refusal extends Answer {
  body: { error: { code: ShopErrorCode; message: string } };
}

export type Route = (request: RestRequest) => Promise<Answer>;

export interface RestHandlerOptions {
  /** Returned in every response, so that a client sees which release served it. */
  release: string;
  /** By method and resource, as `GET /profiles/{userId}`; the method may be `ANY`. */
  routes: Readonly<Record<string, Route>>;
  /** Larger bodies are refused with 413. */
  maxBodyBytes?: number;
  /** How a failure is answered where clients expect another shape than ours; `usual` is what we would have said. */
  refusal?: (error: unknown, usual: Refusal) => Answer;
}

const STATUS: Record<ShopErrorCode, number> = {
  'bad-request': 400,
  'not-found': 404,
  conflict: 409,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  'too-many-requests': 429,
  'deadline-required': 400,
  'deadline-exceeded': 504,
  'idempotency-key-reused': 422,
  'dependency-failed': 502,
  'dependency-unavailable': 503,
  'dependency-timeout': 504,
  'malformed-event': 400,
  'unknown-schema': 400,
  internal: 500,
};

/** A handler for API Gateway's proxy events that answers every failure in one shape: `{error: {code, message}}`. */
export function restHandler({ release, routes, maxBodyBytes = 64 * 1024, refusal }: RestHandlerOptions) {
  return async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
    try {
      const route = routes[`${event.httpMethod} ${event.resource}`] ?? routes[`ANY ${event.resource}`];
      if (route === undefined) throw new ShopError('not-found', 'route not found');
      const request = {
        method: event.httpMethod,
        path: event.path,
        parameters: decodeParameters(event.pathParameters),
        query: checkedText('the query', event.queryStringParameters ?? {}),
        body: readBody(event, maxBodyBytes),
        remainingMs: () => context.getRemainingTimeInMillis(),
      };
      return render(release, await route(request));
    } catch (error) {
      const usual = refuse(ShopError.from(error));
      const answer = refusal?.(error, usual) ?? usual;
      if (answer.status >= 500) tell(error, event, context);
      return render(release, answer);
    }
  };
}

function refuse({ code, message }: ShopError): Refusal {
  return { status: STATUS[code], body: { error: { code, message } } };
}

function tell(
  error: unknown,
  { httpMethod: method, resource }: APIGatewayProxyEvent,
  context: Context,
): void {
  const failure = ShopError.from(error);
  logger.error('request failed', { requestId: context.awsRequestId, method, resource, error: failure });
}

function render(release: string, { status, body }: Answer): APIGatewayProxyResult {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', 'x-dataflow-release': release },
    body: JSON.stringify(body),
  };
}

/** REST APIs pass path parameters on percent-encoded, as they are in the URL. */
function decodeParameters(parameters: APIGatewayProxyEvent['pathParameters']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters ?? {}).flatMap(([name, value]) =>
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

function checkedText<T>(what: string, value: T): T {
  const fault = textFault(value);
  if (fault !== undefined) throw new ShopError('bad-request', `${what}: ${fault}`);
  return value;
}

function readBody(event: APIGatewayProxyEvent, maxBytes: number): unknown {
  const { body } = event;
  if (body === null || body === '' || event.httpMethod === 'GET') return undefined;

  const mediaType = header(event, 'content-type')?.split(';')[0]?.trim().toLowerCase();
  // With a suffix it is JSON all the same (RFC 6839), such as application/vnd.schemaregistry.v1+json.
  if (mediaType !== undefined && mediaType !== 'application/json' && !mediaType.endsWith('+json')) {
    throw new ShopError('unsupported-media-type', 'the body must be application/json');
  }
  const bytes = Buffer.from(body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > maxBytes) {
    throw new ShopError('payload-too-large', `the body must not be larger than ${maxBytes} bytes`);
  }
  // Decoding would put U+FFFD in the place of what is wrong, and so change what the client sent.
  if (!isUtf8(bytes)) throw new ShopError('bad-request', 'the body is not valid UTF-8');
  const parsed = parseJson(bytes.toString('utf8'));
  const fault = textFault(parsed);
  if (fault !== undefined) throw new ShopError('bad-request', fault);
  return parsed;
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
