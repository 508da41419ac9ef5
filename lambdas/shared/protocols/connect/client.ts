import type { DescService } from '@bufbuild/protobuf';
import { type Client, createClient } from '@connectrpc/connect';
import { createAsyncIterable, type UniversalClientFn } from '@connectrpc/connect/protocol';
import { createTransport } from '@connectrpc/connect/protocol-connect';
import { type ApiAddress, apiUrl } from '../../api-url.ts';
import { ShopError } from '../../errors.ts';
import { type SendForBytes, sendForBytes } from '../../http-client.ts';
import { ownIdentity } from '../../identity.ts';
import type { ResiliencePolicy } from '../../resilience/policy.ts';
import type { CallOptions } from '../../resilience/resilient-caller.ts';
import { signedHeaders } from '../../sign.ts';
import { traceCall } from '../../tracing/trace-call.ts';
import { writeCallMetadata } from '../call-metadata.ts';
import { protectedCaller } from '../protected-caller.ts';
import { fromConnectError } from './error.ts';

export interface ConnectClientOptions {
  /** The service's name in messages and events. */
  dependency: string;
  address: ApiAddress;
  policy: ResiliencePolicy;
}

/** What every method of the generated client takes as its second argument: `client.assess(request, options)`. */
export interface AttemptOptions {
  timeoutMs: number;
  signal: AbortSignal;
  headers: Record<string, string>;
}

export interface ConnectClient<Service extends DescService> {
  /**
   * Runs `attempt` under the policy, once or more often. It calls one method of `client` with `options`.
   *
   * @throws ShopError only: of the last attempt, or as `ResilientCaller` says
   */
  call<T>(
    attempt: (client: Client<Service>, options: AttemptOptions) => Promise<T>,
    options: CallOptions<T>,
  ): Promise<T>;
}

/**
 * Calls a service of the shop through API Gateway in the Connect protocol (binary), signed with this function's role,
 * with the caller's deadline and under a policy.
 */
export function connectClient<Service extends DescService>(
  service: Service,
  { dependency, address, policy }: ConnectClientOptions,
  send: SendForBytes = sendForBytes,
): ConnectClient<Service> {
  const transport = createTransport({
    baseUrl: apiUrl(address),
    httpClient: signedHttp(dependency, send),
    useBinaryFormat: true,
    interceptors: [],
    acceptCompression: [],
    sendCompression: null,
    compressMinBytes: Number.POSITIVE_INFINITY,
    readMaxBytes: MAX_MESSAGE_BYTES,
    writeMaxBytes: MAX_MESSAGE_BYTES,
  });
  const client = createClient(service, transport);
  const calls = protectedCaller(dependency, policy);
  return {
    call: (attempt, options) =>
      calls.call(async ({ timeoutMs: limitMs, signal }) => {
        // Connect takes whole milliseconds.
        const timeoutMs = Math.floor(limitMs);
        const headers = writeCallMetadata({ caller: ownIdentity(), timeoutMs });
        try {
          return await attempt(client, { timeoutMs, signal, headers });
        } catch (error) {
          throw fromConnectError(error, dependency);
        }
      }, options),
  };
}

/** What a function may take from API Gateway or return to it (Lambda quotas, "Invocation payload"). */
const MAX_MESSAGE_BYTES = 6 * 1024 * 1024;

/** Connect ends a request by its signal when its time is up; this only keeps a socket from staying open for ever. */
const MAX_SOCKET_MS = 30_000;

function signedHttp(dependency: string, send: SendForBytes): UniversalClientFn {
  return async ({ url: href, method, header, body, signal }) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body ?? []) chunks.push(chunk);
    const sent = Buffer.concat(chunks);
    const url = new URL(href);
    const name = methodOf(url);
    const answer = await traceCall({ name, dependency, method, url }, async (trace) => {
      const unsigned = { ...Object.fromEntries(header), ...trace };
      const headers = await signedHeaders({ method, url, headers: unsigned, body: sent });
      const request = { method, url, headers, body: sent, timeoutMs: MAX_SOCKET_MS, signal };
      return send(request).catch((cause: unknown) => {
        if (signal?.aborted === true) throw cause;
        throw new ShopError('dependency-unavailable', `${dependency} could not be reached`, { cause });
      });
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

/** As `shop.fraud.v2.FraudService/Assess`: the last two parts of every Connect URL. */
function methodOf({ pathname }: URL): string {
  return pathname.split('/').slice(-2).join('/');
}

/** An error of API Gateway has no code at this place. */
function isConnectError(body: Buffer): boolean {
  try {
    return typeof JSON.parse(body.toString('utf8')).code === 'string';
  } catch {
    return false;
  }
}
