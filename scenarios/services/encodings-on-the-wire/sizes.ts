import type { Exchange } from './calls.ts';

/** Bytes of a message of HTTP/1.1. */
export interface Sizes {
  body: number;
  withHeaders: number;
}

export function requestSizes({ request: { method, url, headers, body } }: Exchange): Sizes {
  return sizes(`${method} ${url.pathname}${url.search} HTTP/1.1`, headers, body.length);
}

export function responseSizes({ answer: { status, headers, body } }: Exchange): Sizes {
  return sizes(`HTTP/1.1 ${status} OK`, headers, body.length);
}

function sizes(
  firstLine: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: number,
): Sizes {
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => `${name}: ${one}\r\n`),
  );
  const head = `${firstLine}\r\n${fields.join('')}\r\n`;
  return { body, withHeaders: Buffer.byteLength(head) + body };
}
