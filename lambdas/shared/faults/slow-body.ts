import type { APIGatewayProxyResult } from 'aws-lambda';

/** Field 536870911, the highest there is, length-delimited: readers of Protobuf skip what they do not know. */
const UNKNOWN_FIELD = [0xfa, 0xff, 0xff, 0xff, 0x0f];

/**
 * An answer whose body is larger by `bytes` of padding, and says the same.
 *
 * API Gateway buffers the response of a function as a whole (Lambda proxy integration), so a function cannot send
 * its body piece by piece. What a client can be shown of a slow body is that its answer comes late and that it is long.
 * In JSON and XML the padding is white space at the end, in Protobuf a field that no reader knows. Others, such as
 * gRPC-Web with its frames, are not padded.
 */
export function padded(result: APIGatewayProxyResult, bytes: number): APIGatewayProxyResult {
  const type = String(result.headers?.['content-type'] ?? '').toLowerCase();
  const { body, isBase64Encoded = false } = result;
  if (/[/+](json|xml)\b/.test(type)) {
    const padding = ' '.repeat(bytes);
    if (!isBase64Encoded) return { ...result, body: body + padding };
    return { ...result, body: base64(Buffer.from(body, 'base64'), Buffer.from(padding)) };
  }
  if (/^application\/proto\b/.test(type) && isBase64Encoded) {
    const field = Buffer.from([...UNKNOWN_FIELD, ...varint(bytes)]);
    return { ...result, body: base64(Buffer.from(body, 'base64'), field, Buffer.alloc(bytes)) };
  }
  return result;
}

function base64(...parts: readonly Buffer[]): string {
  return Buffer.concat(parts).toString('base64');
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}
