import type { ConnectError } from '@connectrpc/connect';
import {
  createAsyncIterable,
  type UniversalServerRequest,
  type UniversalServerResponse,
} from '@connectrpc/connect/protocol';
import { errorToJson } from '@connectrpc/connect/protocol-connect';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { headerReader } from '../call-metadata.ts';

/** What Connect's handlers read, from what API Gateway hands over. */
export function readUniversalRequest(event: APIGatewayProxyEvent): UniversalServerRequest {
  const url = new URL(event.path, 'https://api.invalid');
  for (const [name, value] of Object.entries(event.queryStringParameters ?? {})) {
    url.searchParams.set(name, value ?? '');
  }
  return {
    httpVersion: '1.1',
    method: event.httpMethod,
    url: url.href,
    header: readHeaders(event),
    body: createAsyncIterable([Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')]),
    // API Gateway does not say when a client goes away.
    signal: new AbortController().signal,
  };
}

/** Characters that `Headers` takes in a value. */
const BYTE_STRING = /^[\t\x20-\x7e\x80-\xff]*$/;

function readHeaders({ headers }: APIGatewayProxyEvent): Headers {
  const read = new Headers();
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (value !== undefined && BYTE_STRING.test(value)) read.set(name, value);
  }
  return read;
}

/** @param status another than that of the response, such as 413 for a message that is too large */
export async function renderUniversalResponse(
  { status: usual, header, body }: UniversalServerResponse,
  status = usual,
): Promise<APIGatewayProxyResult> {
  const headers = Object.fromEntries(header ?? []);
  // API Gateway counts the bytes itself.
  delete headers['content-length'];
  const chunks: Uint8Array[] = [];
  for await (const chunk of body ?? []) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const isText = headers['content-type'] === 'application/json' && headers['content-encoding'] === undefined;
  return {
    statusCode: status,
    headers,
    body: bytes.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  };
}

/** An error that no handler of Connect answers: of a path, an HTTP method or a content type that it does not know. */
export function renderFailure(
  { headers }: APIGatewayProxyEvent,
  status: number,
  error: ConnectError,
  more: Record<string, string> = {},
): APIGatewayProxyResult {
  const contentType = headerReader(headers)('content-type')?.toLowerCase() ?? '';
  if (contentType.startsWith('application/grpc-web') && status === 404) {
    // A response without messages, which has its trailers in its headers.
    const trailers = {
      'content-type': 'application/grpc-web+proto',
      'grpc-status': String(error.code),
      'grpc-message': encodeURIComponent(error.rawMessage),
    };
    return { statusCode: 200, headers: trailers, body: '' };
  }
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', ...more },
    body: JSON.stringify(errorToJson(error, undefined)),
  };
}
