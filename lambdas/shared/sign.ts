import { createHash, createHmac } from 'node:crypto';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { required } from './environment.ts';

export interface PlainRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** The headers with which a request is allowed through API Gateway: signed with this function's own role. */
export async function signedHeaders({
  method,
  url,
  headers,
  body,
}: PlainRequest): Promise<Record<string, string>> {
  const { headers: signed } = await signer().sign(
    new HttpRequest({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      body,
    }),
  );
  // The client that sends it sets the host itself, to the same value.
  const { host: _host, ...rest } = signed;
  return rest;
}

let made: SignatureV4 | undefined;

function signer(): SignatureV4 {
  made ??= new SignatureV4({
    service: 'execute-api',
    region: required('AWS_REGION'),
    // Lambda hands an environment its role's credentials in variables.
    credentials: async () => {
      const sessionToken = process.env['AWS_SESSION_TOKEN'];
      return {
        accessKeyId: required('AWS_ACCESS_KEY_ID'),
        secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
        ...(sessionToken !== undefined && { sessionToken }),
      };
    },
    sha256: Sha256,
  });
  return made;
}

/** Node's own hashing in the shape that the signer asks for. */
class Sha256 {
  readonly #hash: { update(data: Buffer): unknown; digest(): Buffer };

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return data instanceof ArrayBuffer
    ? Buffer.from(data)
    : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
