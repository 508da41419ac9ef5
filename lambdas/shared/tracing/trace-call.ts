import { activeSpan, runInSpan } from './active-span.ts';
import { Span } from './span.ts';
import { formatTraceparent, TRACEPARENT } from './trace-context.ts';

export interface OutgoingCall {
  /** Of few values: no ids in it. */
  name: string;
  /** The service that is called. */
  dependency: string;
  method: string;
  url: URL;
}

/**
 * Records one HTTP request as a client span, where a trace is active.
 *
 * @param send gets the headers that carry the trace; they are to be signed like all others
 */
export async function traceCall<T extends { status: number }>(
  { name, dependency, method, url }: OutgoingCall,
  send: (headers: Record<string, string>) => Promise<T>,
): Promise<T> {
  const parent = activeSpan();
  if (parent === undefined) return send({});
  const span = new Span({
    name,
    kind: 'client',
    parent,
    attributes: {
      'http.request.method': method,
      'server.address': url.hostname,
      'service.peer.name': dependency,
    },
  });
  return runInSpan(span, async () => {
    const answer = await send({ [TRACEPARENT]: formatTraceparent(span.context) });
    span.set({ 'http.response.status_code': answer.status });
    if (answer.status >= 400) span.fail(String(answer.status));
    return answer;
  });
}
