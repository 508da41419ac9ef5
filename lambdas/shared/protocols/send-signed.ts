import { ShopError } from '../errors.ts';
import { type HttpAnswer, type HttpRequest, HttpTimeout, type SendHttp } from '../http-client.ts';
import { ownIdentity } from '../identity.ts';
import { signedHeaders } from '../sign.ts';
import { traceCall } from '../tracing/trace-call.ts';
import { writeCallMetadata } from './call-metadata.ts';

/**
 * Sends one request, signed with this function's role, that says who calls and how long it waits.
 *
 * @param dependency what is called, in messages
 * @throws ShopError `dependency-timeout` or `dependency-unavailable` when there is no answer
 */
export async function sendSigned(
  dependency: string,
  { method, url, headers, body, timeoutMs, signal }: HttpRequest,
  send: SendHttp,
): Promise<HttpAnswer> {
  const metadata = writeCallMetadata({ caller: ownIdentity(), timeoutMs });
  return traceCall({ name: `${method} ${dependency}`, dependency, method, url }, async (trace) => {
    const unsigned = { ...headers, ...metadata, ...trace };
    const signed = await signedHeaders({ method, url, headers: unsigned, body });
    return send({ method, url, headers: signed, body, timeoutMs, signal }).catch((cause: unknown) => {
      if (cause instanceof HttpTimeout || signal?.aborted === true) {
        throw new ShopError('dependency-timeout', `${dependency} did not answer in time`, { cause });
      }
      throw new ShopError('dependency-unavailable', `${dependency} could not be reached`, { cause });
    });
  });
}
