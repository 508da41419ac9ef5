import type { WireRequest } from '../../core/wire.ts';
import { gatewayFailure } from './gateway-failure.ts';

/** 10 MB: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const LIMIT = 10 * 1024 * 1024;
/** A client that sends even more is hung up on. */
const DRAINED_BYTES = 64 * 1024 * 1024;

const NOTHING = Buffer.alloc(0);

/**
 * The whole body. One over the limit is read to its end and dropped before it is refused: a client that is still
 * sending when we hang up never sees the 413.
 */
export function readBody({ headers, stream }: WireRequest): Promise<Buffer> | Buffer {
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return NOTHING;
  return new Promise((resolve, reject) => {
    // A client that left while its signature was looked at: nothing more is to come.
    if (stream.destroyed) return reject(gatewayFailure.badRequest());
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LIMIT) chunks.push(chunk);
      else chunks.length = 0;
      if (size <= DRAINED_BYTES) return;
      stream.pause();
      reject(gatewayFailure.requestTooLarge());
    });
    stream.once('end', () => {
      if (size > LIMIT) reject(gatewayFailure.requestTooLarge());
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size));
    });
    stream.once('error', () => reject(gatewayFailure.badRequest()));
    stream.once('close', () => reject(gatewayFailure.badRequest()));
  });
}
