import { own, setOwn } from '../../core/own.ts';

/** Headers of a request as an integration sees them: names as sent, the last value of each, and all of them. */
export interface RequestHeaders {
  readonly single: Record<string, string>;
  readonly multi: Record<string, string[]>;
}

/**
 * What API Gateway keeps to itself: they are about the connection to it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
const DROPPED = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
]);

/** What API Gateway adds or, as a proxy does, continues. */
export interface ForwardedHeaders {
  sourceIp: string;
  port: string;
  traceId: string;
}

export function readRequestHeaders(raw: readonly string[], forwarded: ForwardedHeaders): RequestHeaders {
  const single: Record<string, string> = {};
  const multi: Record<string, string[]> = {};
  // A repeated header counts as one whatever its case, under the name that came first.
  const names = new Map<string, string>();
  const add = (name: string, value: string) => {
    const lower = name.toLowerCase();
    const known = names.get(lower);
    if (known === undefined) {
      names.set(lower, name);
      setOwn(single, name, value);
      setOwn(multi, name, [value]);
    } else {
      setOwn(single, known, value);
      own(multi, known)?.push(value);
    }
  };
  let forwardedFor = forwarded.sourceIp;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const value = raw[index + 1] ?? '';
    const lower = name.toLowerCase();
    if (lower === 'x-forwarded-for') forwardedFor = `${value}, ${forwarded.sourceIp}`;
    else if (lower === 'x-forwarded-port' || lower === 'x-forwarded-proto' || lower === 'x-amzn-trace-id')
      continue;
    // A signature is for API Gateway alone; it is dropped before the integration sees it.
    else if (lower === 'authorization' && value.startsWith('AWS4-')) continue;
    else if (!DROPPED.has(lower)) add(name, value);
  }
  add('X-Amzn-Trace-Id', forwarded.traceId);
  add('X-Forwarded-For', forwardedFor);
  add('X-Forwarded-Port', forwarded.port);
  add('X-Forwarded-Proto', 'http');
  return { single, multi };
}
