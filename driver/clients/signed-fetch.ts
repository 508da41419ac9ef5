import type { AwsAccess } from '../aws-access.ts';
import { httpClient } from './http.ts';
import { requestSigner } from './request-signer.ts';

export interface SignedFetch {
  /** Rejects on a network error and when the request's signal aborts. */
  fetch(request: Request): Promise<Response>;
  close(): void;
}

/** `fetch` for generated clients, signed for API Gateway, over connections that are kept. */
export function signedFetch(aws: Pick<AwsAccess, 'settings' | 'lambda'>): SignedFetch {
  const http = httpClient();
  const sign = requestSigner(aws);
  return {
    async fetch(request) {
      const { method, signal } = request;
      const url = new URL(request.url);
      const body = await request.text();
      const sent = {
        method,
        url,
        headers: Object.fromEntries(request.headers),
        ...(body !== '' && { body }),
      };
      const {
        status,
        headers,
        body: answer,
      } = await http.send({ ...sent, headers: await sign(sent) }, signal);
      return new Response(answer, {
        status,
        headers: Object.entries(headers).flatMap(([name, value]) =>
          [value ?? []].flat().map((one): [string, string] => [name, one]),
        ),
      });
    },
    close: () => http.close(),
  };
}
