import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

/** Who signed a request, for which region and service, as it says. Its signature is verified where a call asks for it. */
export interface CredentialScope {
  accessKeyId: string;
  region: string;
  service: string;
}

export interface WireRequest {
  /** The id that the answer carries, and every log line about it. */
  readonly id: string;
  readonly method: string;
  /** Path as sent: still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Host header without its port, in lower case. */
  readonly host: string;
  readonly scope: CredentialScope | undefined;
  /** Sent by a web page of another origin. Only invocations of deployed APIs and S3 get such requests. */
  readonly foreign: boolean;
  /** Aborted when the client goes away before the answer. */
  readonly signal: AbortSignal;
  /** The unread body. */
  readonly stream: IncomingMessage;
  /** The whole body; refuses more than `limit` bytes (1 MiB unless set) with `RequestEntityTooLarge` (413). */
  body(limit?: number): Promise<Buffer>;
}

export interface WireResponse {
  status: number;
  headers?: Record<string, string | string[]>;
  body?: string | Uint8Array | Readable;
}
