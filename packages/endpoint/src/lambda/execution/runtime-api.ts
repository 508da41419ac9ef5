import type { WireRequest, WireResponse } from '../../core/wire.ts';
import type { CodeStore } from '../code/code-store.ts';
import type { Environment } from './environment.ts';
import type { EnvironmentPool } from './environment-pool.ts';
import { errorPayload, MAX_RESPONSE_BYTES, responseTooLarge } from './invocation.ts';

const RUNTIME = /^\/_lambda\/([^/]+)\/2018-06-01\/runtime\/(.+)$/;
const INVOCATION = /^invocation\/([^/]+)\/(response|error)$/;
const CODE = /^\/_lambda\/code\/([0-9a-f]{64})\.zip$/;

const ACCEPTED: WireResponse = {
  status: 202,
  headers: { 'content-type': 'application/json' },
  body: '{"status":"OK"}',
};

/** The Lambda Runtime API, https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html, and code downloads. */
export async function handleRuntimeRequest(
  pool: EnvironmentPool,
  code: CodeStore,
  request: WireRequest,
): Promise<WireResponse> {
  const download = CODE.exec(request.path)?.[1];
  if (download !== undefined) return answerCode(code, download);
  const [, id, path] = RUNTIME.exec(request.path) ?? [];
  const environment = id === undefined ? undefined : pool.environment(id);
  if (environment === undefined || path === undefined) return refuse(403, 'Unknown execution environment.');
  if (request.method === 'GET' && path === 'invocation/next') return environment.next(request.signal);
  if (request.method === 'POST' && path === 'init/error') {
    const { bytes, complete } = await readResponse(request);
    if (complete) environment.failInit(bytes);
    return ACCEPTED;
  }
  const [, requestId, kind] = INVOCATION.exec(path) ?? [];
  if (request.method !== 'POST' || requestId === undefined) return refuse(404, 'Unknown path.');
  return finish(environment, requestId, kind === 'error', request);
}

async function finish(
  environment: Environment,
  requestId: string,
  failed: boolean,
  request: WireRequest,
): Promise<WireResponse> {
  const { bytes, size, complete } = await readResponse(request);
  if (!complete) return refuse(400, 'The body was cut off.');
  const peak = Number(request.headers['lambda-runtime-max-memory-mb']) || undefined;
  const tooLarge = size > MAX_RESPONSE_BYTES;
  const payload = tooLarge ? errorPayload(responseTooLarge(size)) : bytes;
  if (!environment.complete(requestId, payload, failed || tooLarge, peak)) {
    return refuse(400, 'Unknown invocation.', 'InvalidRequestID');
  }
  return tooLarge ? refuse(413, 'The response is too large.', 'RequestEntityTooLarge') : ACCEPTED;
}

/**
 * The body up to the limit and its whole size: a larger one is read to its end, so that the connection lives on.
 * A process that ends while it writes says how by its exit.
 */
async function readResponse(
  request: WireRequest,
): Promise<{ bytes: Uint8Array; size: number; complete: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= MAX_RESPONSE_BYTES) chunks.push(chunk);
    }
  } catch {
    return { bytes: Buffer.alloc(0), size: 0, complete: false };
  }
  return { bytes: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks), size, complete: true };
}

async function answerCode(code: CodeStore, id: string): Promise<WireResponse> {
  const body = await code.archive(id);
  if (body === undefined) return refuse(404, 'No such deployment package.');
  return { status: 200, headers: { 'content-type': 'application/zip' }, body };
}

function refuse(status: number, errorMessage: string, errorType = 'InvalidRequest'): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ errorType, errorMessage }),
  };
}
