import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { AwsError } from './errors.ts';

/** Who signed a request, for which region and service. Signatures are read, not verified. */
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
  /** The whole body; refuses more than `limit` bytes with `RequestEntityTooLarge` (413). */
  body(limit?: number): Promise<Buffer>;
}

export interface WireResponse {
  status: number;
  headers?: Record<string, string | string[]>;
  body?: string | Uint8Array | Readable;
}

/** AWS's own limits differ by service and are checked there; this one only protects the process. */
export const LARGEST_BODY_BYTES = 64 * 1024 * 1024;

export async function readBody(
  stream: AsyncIterable<Buffer>,
  declared: string | undefined,
  limit = LARGEST_BODY_BYTES,
): Promise<Buffer> {
  if (declared !== undefined && Number(declared) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
}

function tooLarge(limit: number): AwsError {
  return new AwsError('RequestEntityTooLarge', `The request body is larger than ${limit} bytes.`, {
    status: 413,
  });
}
