import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface Signing {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  service?: string;
  region?: string;
  credentials?: Credentials;
  /** When it is signed; now by default. */
  at?: Date;
}

/** What `test` stands for: the account itself. */
export const ACCOUNT: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The headers with which the SDK's own signer signs a request. */
export async function signedHeaders(url: string, signing: Signing = {}): Promise<Record<string, string>> {
  const { headers } = await signerOf(signing).sign(requestTo(url, signing), signingDate(signing));
  return headers;
}

/** Sends a request that the SDK's own signer has signed. */
export async function signedFetch(url: string, signing: Signing = {}): Promise<Response> {
  const { method = 'GET', body } = signing;
  const headers = await signedHeaders(url, signing);
  return fetch(url, { method, headers, ...(body !== undefined && { body }) });
}

/** The URL with a signature in its query, as the SDK presigns it. */
export async function presignedUrl(
  url: string,
  signing: Signing & { expiresIn?: number } = {},
): Promise<string> {
  const { expiresIn } = signing;
  const { query } = await signerOf(signing).presign(requestTo(url, signing), {
    ...signingDate(signing),
    ...(expiresIn !== undefined && { expiresIn }),
  });
  const presigned = new URL(url);
  for (const [name, value] of Object.entries(query ?? {})) presigned.searchParams.set(name, String(value));
  return presigned.href;
}

function requestTo(url: string, { method = 'GET', headers = {}, body }: Signing): HttpRequest {
  const { hostname, pathname, host, searchParams } = new URL(url);
  return new HttpRequest({
    method,
    hostname,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { ...headers, host },
    body,
  });
}

function signerOf({ service = 'execute-api', region = 'us-east-1', credentials = ACCOUNT }: Signing) {
  return new SignatureV4({ service, region, credentials, sha256: Sha256 });
}

function signingDate({ at }: Signing): { signingDate?: Date } {
  return at === undefined ? {} : { signingDate: at };
}

/** SHA-256 as the signer wants it. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = typeof secret === 'string' ? secret : secret && new Uint8Array(bytesOf(secret));
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === 'string' ? data : bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
