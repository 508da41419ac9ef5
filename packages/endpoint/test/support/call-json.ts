import type { Endpoint } from '../../src/endpoint.ts';

export interface RawAnswer {
  status: number;
  /** Parsed so that every name is the object's own; SDKs lose `__proto__`. */
  body: Record<string, unknown>;
}

/** A call of a JSON protocol, by hand. */
export async function callJson(
  { url }: Pick<Endpoint, 'url'>,
  service: string,
  target: string,
  input: object,
): Promise<RawAnswer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      'x-amz-date': '20260101T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  return { status: answer.status, body: JSON.parse((await answer.text()) || '{}') };
}
