import type { DescService } from '@bufbuild/protobuf';
import { type Client, createClient } from '@connectrpc/connect';
import { createAsyncIterable, type UniversalClientFn } from '@connectrpc/connect/protocol';
import { createTransport } from '@connectrpc/connect/protocol-connect';
import { type ApiAddress, apiUrl } from '../../api-url.ts';
import { ShopError } from '../../errors.ts';
import { type SendForBytes, sendForBytes } from '../../http-client.ts';
import { signedHeaders } from '../../sign.ts';
import { type Caller, writeCallMetadata } from '../call-metadata.ts';
import { fromConnectError } from './error.ts';

export interface ConnectClientOptions {
  /** The service's name in messages. */
  dependency: string;
  address: ApiAddress;
  /** Who calls. */
  caller: Caller;
}

/** What every method of a client takes as its second argument: `client.assess(request, options)`. */
export interface AttemptOptions {
  timeoutMs: number;
  signal: AbortSignal;
  headers: Record<string, string>;
}

export interface AttemptLimits {
  /** The longest that the attempt may take. The server gets it as its deadline. */
  timeoutMs: number;
  signal: AbortSignal;
}

/** One attempt at a call, given the generated client and the options to call it with. */
export type ConnectAttempt<Service extends DescService, T> = (
  client: Client<Service>,
  options: AttemptOptions,
) => Promise<T>;

export type CallOnce<Service extends DescService> = <T>(
  attempt: ConnectAttempt<Service, T>,
  limits: AttemptLimits,
) => Promise<T>;

/**
 * Calls a service of the shop through API Gateway in the Connect protocol (binary), signed with this function's role.
 * It makes one attempt; retries and the rest are the policy's.
 *
 * @returns a function that throws `ShopError` only
 */
export function connectClient<Service extends DescService>(
  service: Service,
  { dependency, address, caller }: ConnectClientOptions,
  send: SendForBytes = sendForBytes,
): CallOnce<Service> {
  const transport = createTransport({
    baseUrl: apiUrl(address),
    httpClient: signedHttp(dependency, send),
    useBinaryFormat: true,
    interceptors: [],
    acceptCompression: [],
    sendCompression: null,
    compressMinBytes: Number.POSITIVE_INFINITY,
    readMaxBytes: MAX_ANSWER_BYTES,
    writeMaxBytes: MAX_ANSWER_BYTES,
  });
  const client = createClient(service, transport);
  return async (attempt, { timeoutMs: limitMs, signal }) => {
    // Connect takes whole milliseconds, and 0 for no limit.
    const timeoutMs = Math.floor(limitMs);
    if (timeoutMs < 1) throw new ShopError('dependency-timeout', `no time left to call ${dependency}`);
    const headers = writeCallMetadata({ caller, timeoutMs });
    try {
      return await attempt(client, { timeoutMs, signal, headers });
    } catch (error) {
      throw fromConnectError(error, dependency);
    }
  };
}

/** What a function may return to API Gateway (Lambda quotas, "Invocation payload"). */
const MAX_ANSWER_BYTES = 6 * 1024 * 1024;

/** Connect ends a request by its signal when its time is up; this only keeps a socket from staying open for ever. */
const MAX_SOCKET_MS = 30_000;

function signedHttp(dependency: string, send: SendForBytes): UniversalClientFn {
  return async ({ url: href, method, header, body, signal }) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body ?? []) chunks.push(chunk);
    const sent = Buffer.concat(chunks);
    const url = new URL(href);
    const headers = await signedHeaders({ method, url, headers: Object.fromEntries(header), body: sent });
    const request = { method, url, headers, body: sent, timeoutMs: MAX_SOCKET_MS, signal };
    const answer = await send(request).catch((cause: unknown) => {
      if (signal?.aborted === true) throw cause;
      throw new ShopError('dependency-unavailable', `${dependency} could not be reached`, { cause });
    });
    if (answer.status === 429 && !isConnectError(answer.body)) {
      // API Gateway throttles, for which Connect has no code of its own: it would call it unavailable.
      throw new ShopError('too-many-requests', `API Gateway throttled the call of ${dependency}`);
    }
    return {
      status: answer.status,
      header: new Headers(
        Object.entries(answer.headers).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
        ),
      ),
      body: createAsyncIterable([answer.body]),
      trailer: new Headers(),
    };
  };
}

/** An error of API Gateway has no code at this place. */
function isConnectError(body: Buffer): boolean {
  try {
    return typeof JSON.parse(body.toString('utf8')).code === 'string';
  } catch {
    return false;
  }
}
