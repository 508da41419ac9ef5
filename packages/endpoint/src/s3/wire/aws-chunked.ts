import { s3Error } from '../errors.ts';

const CR_LF = Buffer.from('\r\n');
/** Chunk headers and trailers are short; a longer line is not one. */
const MAX_LINE_LENGTH = 4096;

type State = 'header' | 'data' | 'end of data' | 'trailers' | 'done';

/**
 * Decodes a body in the content encoding `aws-chunked`, signed or not, and collects its trailers in lower case.
 * Chunk signatures are read over, as all signatures are.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Uint8Array>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  let pending: Buffer = Buffer.alloc(0);
  let left = 0;
  let state = 'header' as State;

  const takeLine = (): string | undefined => {
    const end = pending.indexOf(CR_LF);
    if (end < 0) {
      if (pending.length > MAX_LINE_LENGTH) throw s3Error.incompleteBody();
      return undefined;
    }
    const line = pending.toString('latin1', 0, end);
    pending = pending.subarray(end + 2);
    return line;
  };

  for await (const chunk of source) {
    pending =
      pending.length === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
        : Buffer.concat([pending, chunk]);
    for (;;) {
      if (state === 'data') {
        if (pending.length === 0) break;
        const data = pending.subarray(0, left);
        pending = pending.subarray(data.length);
        left -= data.length;
        if (left === 0) state = 'end of data';
        yield data;
        continue;
      }
      if (state === 'done') break;
      const line = takeLine();
      if (line === undefined) break;
      if (state === 'end of data') {
        if (line !== '') throw s3Error.incompleteBody();
        state = 'header';
      } else if (state === 'header') {
        left = chunkSize(line);
        state = left === 0 ? 'trailers' : 'data';
      } else if (line === '') {
        state = 'done';
      } else {
        const colon = line.indexOf(':');
        if (colon > 0) trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
      }
    }
  }
  // Some clients leave out the empty line after the last trailer.
  if (state !== 'done' && !(state === 'trailers' && pending.length === 0)) throw s3Error.incompleteBody();
}

function chunkSize(line: string): number {
  const size = /^([0-9a-f]{1,12})(?:;.*)?$/i.exec(line)?.[1];
  if (size === undefined) throw s3Error.incompleteBody();
  return Number.parseInt(size, 16);
}
