import { createHash, createHmac } from 'node:crypto';
import { HttpRequest as SignableRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsAccess } from '../aws-access.ts';
import type { ServiceName, System } from '../system.ts';
import { apiUrl } from './api-url.ts';
import { httpClient } from './http.ts';

export interface ShopAnswer {
  status: number;
  /** The release that answered; absent when the answer is API Gateway's own. */
  release: string | undefined;
  /** Parsed JSON; undefined where the answer is none. */
  body: unknown;
}

export const METHODS = ['GET', 'POST', 'PATCH'] as const;
export type Method = (typeof METHODS)[number];

/** The shop as its customers see it: signed HTTP. */
export interface ShopClient {
  send(
    service: ServiceName,
    method: Method,
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<ShopAnswer>;
  close(): void;
}

export function shopClient(
  { settings, lambda }: AwsAccess,
  { services, stage }: Pick<System, 'services' | 'stage'>,
): ShopClient {
  const http = httpClient();
  const signer = new SignatureV4({
    service: 'execute-api',
    region: settings.region,
    // What an SDK client has resolved: given credentials, or the default chain of the SDK.
    credentials: lambda.config.credentials,
    sha256: Sha256,
  });

  return {
    async send(service, method, path, body, signal) {
      const url = new URL(`${apiUrl(services[service].apiId, stage, settings)}${path}`);
      const text = body === undefined ? undefined : JSON.stringify(body);
      const signed = await signer.sign(
        new SignableRequest({
          method,
          protocol: url.protocol,
          hostname: url.hostname,
          path: url.pathname,
          query: Object.fromEntries(url.searchParams),
          headers: { host: url.host, ...(text !== undefined && { 'content-type': 'application/json' }) },
          body: text,
        }),
      );
      const answer = await http.send(
        { method, url, headers: signed.headers, ...(text !== undefined && { body: text }) },
        signal,
      );
      const release = answer.headers['x-dataflow-release'];
      return {
        status: answer.status,
        release: typeof release === 'string' ? release : undefined,
        body: parseJson(answer.body),
      };
    },
    close: () => http.close(),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
