import type { AwsAccess } from '../aws-access.ts';
import type { ServiceName, System } from '../system.ts';
import { apiUrl } from './api-url.ts';
import { httpClient } from './http.ts';
import { requestSigner } from './request-signer.ts';

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
    headers?: Readonly<Record<string, string>>,
  ): Promise<ShopAnswer>;
  close(): void;
}

export function shopClient(
  aws: AwsAccess,
  { services, stage }: Pick<System, 'services' | 'stage'>,
): ShopClient {
  const http = httpClient();
  const sign = requestSigner(aws);

  return {
    async send(service, method, path, body, signal, given = {}) {
      const url = new URL(`${apiUrl(services[service].apiId, stage, aws.settings)}${path}`);
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = await sign({
        method,
        url,
        headers: { ...(text !== undefined && { 'content-type': 'application/json' }), ...given },
        ...(text !== undefined && { body: text }),
      });
      const answer = await http.send(
        { method, url, headers, ...(text !== undefined && { body: text }) },
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
