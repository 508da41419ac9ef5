import { createHash, createHmac } from 'node:crypto';
import { HttpRequest as SignableRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsAccess } from '../aws-access.ts';

export interface UnsignedRequest {
  method: string;
  url: URL;
  /** Headers to sign, beside `host`, which every signature covers. */
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** Returns the headers to send: those that were given, `host`, and those of the signature. */
export type RequestSigner = (request: UnsignedRequest) => Promise<Record<string, string>>;

/** Signs requests to API Gateway (Signature Version 4) with the credentials that the SDK clients use. */
export function requestSigner({ settings, lambda }: Pick<AwsAccess, 'settings' | 'lambda'>): RequestSigner {
  const signer = new SignatureV4({
    service: 'execute-api',
    region: settings.region,
    // What an SDK client has resolved: given credentials, or the default chain of the SDK.
    credentials: lambda.config.credentials,
    sha256: Sha256,
  });
  return async ({ method, url, headers = {}, body }) => {
    const signed = await signer.sign(
      new SignableRequest({
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: { ...headers, host: url.host },
        body,
      }),
    );
    return signed.headers;
  };
}

/** The hash in the form that the signer asks for. */
class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('The signer makes a new hash for each use');
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
