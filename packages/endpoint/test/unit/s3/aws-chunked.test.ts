import { expect, test } from 'vitest';
import { decodeAwsChunked } from '../../../src/s3/wire/aws-chunked.ts';

const ENCODED =
  '5;chunk-signature=00\r\n12345\r\n4;chunk-signature=00\r\n67\r\n\r\n0;chunk-signature=00\r\nX-Amz-Checksum-Crc32: y/Q5Jg==\r\nx-amz-trailer-signature:00\r\n\r\n';

async function* pieces(text: string, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < text.length; start += size) yield Buffer.from(text.slice(start, start + size));
}

async function decode(text: string, size: number) {
  const trailers = new Map<string, string>();
  const chunks: Buffer[] = [];
  for await (const chunk of decodeAwsChunked(pieces(text, size), trailers)) chunks.push(chunk);
  return { text: Buffer.concat(chunks).toString('utf8'), trailers: Object.fromEntries(trailers) };
}

test('chunks are decoded wherever the network cuts them', async () => {
  for (let size = 1; size <= ENCODED.length; size += 1) {
    expect(await decode(ENCODED, size)).toEqual({
      text: '1234567\r\n',
      trailers: { 'x-amz-checksum-crc32': 'y/Q5Jg==', 'x-amz-trailer-signature': '00' },
    });
  }
});

test('an empty body is an empty body', async () => {
  expect(await decode('0\r\n\r\n', 100)).toEqual({ text: '', trailers: {} });
});

test.each([
  ['data without its end', '5\r\n12345'],
  ['more data than said', '5\r\n123456\r\n0\r\n\r\n'],
  ['a negative size', '-5\r\n12345\r\n0\r\n\r\n'],
  ['a line without end', 'a'.repeat(5000)],
  ['nothing at all', ''],
])('%s is refused', async (_what, text) => {
  await expect(decode(text, 64)).rejects.toMatchObject({ code: 'IncompleteBody' });
});
