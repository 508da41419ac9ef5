import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';

export interface HttpRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** The body as it came, for answers that are not text. */
  bytes: Buffer;
}

export interface HttpClient {
  /** Rejects on a network error, on the timeout, and when the signal aborts. */
  send(request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer>;
  close(): void;
}

/** Longer than API Gateway's own limit of 29 s, so that its answer is the one that counts. */
const TIMEOUT = 35_000;

/** HTTP with connections that are kept and used again. */
export function httpClient(): HttpClient {
  const plain = new Agent({ keepAlive: true });
  const tls = new TlsAgent({ keepAlive: true });

  return {
    send: ({ method, url, headers, body }, signal) =>
      new Promise((resolve, reject) => {
        const secure = url.protocol === 'https:';
        const options = { method, headers, agent: secure ? tls : plain, timeout: TIMEOUT, signal };
        const sent = (secure ? tlsRequest : request)(url, options, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const { statusCode: status = 0, headers } = response;
            const bytes = Buffer.concat(chunks);
            resolve({ status, headers, body: bytes.toString('utf8'), bytes });
          });
        });
        sent.on('timeout', () => sent.destroy(new Error(`No answer within ${TIMEOUT / 1000} s`)));
        sent.on('error', reject);
        sent.end(body);
      }),
    close() {
      plain.destroy();
      tls.destroy();
    },
  };
}
