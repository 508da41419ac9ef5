import { Readable } from 'node:stream';
import { z } from 'zod';
import { s3Error } from './errors.ts';

/** A body on its way in, with what its sender says of it beside the SDK's members. */
export interface SentBody {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Decoded length, where it was declared. */
  readonly length?: number | undefined;
  /** `x-amz-content-sha256`, in hexadecimal, where it is a hash. */
  readonly sha256?: string | undefined;
  /** The checksum header that `x-amz-trailer` announces, in lower case. */
  readonly announced?: string | undefined;
  /** Complete once the bytes were read. */
  readonly trailers?: ReadonlyMap<string, string> | undefined;
}

/** Marks bodies from the wire apart from what an in-process caller hands over. */
export class WireBody implements SentBody {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly length: number | undefined;
  readonly sha256: string | undefined;
  readonly announced: string | undefined;
  readonly trailers: ReadonlyMap<string, string> | undefined;

  constructor(parts: SentBody) {
    this.bytes = parts.bytes;
    this.length = parts.length;
    this.sha256 = parts.sha256;
    this.announced = parts.announced;
    this.trailers = parts.trailers;
  }
}

/** A body as the wire or an in-process caller gives it: text, bytes or a stream of bytes. */
export const bodyInput = z
  .union([z.string(), z.instanceof(Uint8Array), z.instanceof(Readable), z.instanceof(WireBody)])
  .optional()
  .transform((body): SentBody => {
    if (body instanceof WireBody) return body;
    if (body instanceof Readable) return { bytes: body };
    const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
    return { bytes: once(bytes), length: bytes?.length ?? 0 };
  });

async function* once(bytes: Uint8Array | undefined): AsyncGenerator<Uint8Array> {
  if (bytes !== undefined && bytes.length > 0) yield bytes;
}

/** The bytes of a request, where the connection's end before the body's is the client's failure and not ours. */
export async function* untilCut(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (cause) {
    throw s3Error.incompleteBody(cause);
  }
}
