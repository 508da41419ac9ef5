import type { Transport } from '@connectrpc/connect';
import { createAsyncIterable, type UniversalClientFn } from '@connectrpc/connect/protocol';
import { createTransport as connectTransport } from '@connectrpc/connect/protocol-connect';
import { createTransport as grpcWebTransport } from '@connectrpc/connect/protocol-grpc-web';

/** `connect-get` sends methods without side effects as GET, and the others as `connect` does. */
export const CONNECT_PROTOCOLS = ['connect', 'connect-json', 'connect-get', 'grpc-web'] as const;
export type ConnectProtocol = (typeof CONNECT_PROTOCOLS)[number];

export interface BytesRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: Uint8Array;
}

export interface BytesAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Uint8Array;
}

export type SendBytes = (request: BytesRequest, signal?: AbortSignal) => Promise<BytesAnswer>;

/** A transport for generated clients, whose requests `send` may sign, count or hand to one version of a function. */
export function bytesTransport(baseUrl: string, protocol: ConnectProtocol, send: SendBytes): Transport {
  const options = {
    baseUrl,
    httpClient: universalClient(send),
    useBinaryFormat: protocol !== 'connect-json',
    interceptors: [],
    acceptCompression: [],
    sendCompression: null,
    compressMinBytes: Number.POSITIVE_INFINITY,
    readMaxBytes: MAX_MESSAGE_BYTES,
    writeMaxBytes: MAX_MESSAGE_BYTES,
  };
  return protocol === 'grpc-web'
    ? grpcWebTransport(options)
    : connectTransport({ ...options, useHttpGet: protocol === 'connect-get' });
}

/** API Gateway takes 10 MB, more than any function behind it. */
const MAX_MESSAGE_BYTES = 10_000_000;

function universalClient(send: SendBytes): UniversalClientFn {
  return async ({ url, method, header, body, signal }) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body ?? []) chunks.push(chunk);
    const request = {
      method,
      url: new URL(url),
      headers: Object.fromEntries(header),
      body: Buffer.concat(chunks),
    };
    const answer = await send(request, signal);
    return {
      status: answer.status,
      header: new Headers(
        Object.entries(answer.headers).flatMap(([name, value]) =>
          [value ?? []].flat().map((one): [string, string] => [name, one]),
        ),
      ),
      body: createAsyncIterable([answer.body]),
      trailer: new Headers(),
    };
  };
}
