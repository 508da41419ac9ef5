import { deflateRawSync, zstdCompressSync } from 'node:zlib';

export type OrcCompression = 'none' | 'zlib' | 'zstd';

/** `CompressionKind` of the file format. */
export const COMPRESSION_KIND: Record<OrcCompression, number> = { none: 0, zlib: 1, zstd: 5 };

/** The most that one chunk holds before compression; a reader allocates this much. */
export const COMPRESSION_BLOCK_BYTES = 256 * 1024;

/**
 * "Compression" in the ORC v1 specification: chunks, each behind three bytes that hold its length and whether it was
 * left as it was because compression made it no smaller.
 */
export function compress(compression: OrcCompression, content: Uint8Array): Uint8Array {
  if (compression === 'none' || content.length === 0) return Buffer.from(content);
  const chunks: Uint8Array[] = [];
  for (let start = 0; start < content.length; start += COMPRESSION_BLOCK_BYTES) {
    const original = content.subarray(start, start + COMPRESSION_BLOCK_BYTES);
    const packed = compression === 'zlib' ? deflateRawSync(original) : zstdCompressSync(original);
    const isOriginal = packed.length >= original.length;
    const chunk = isOriginal ? original : packed;
    const header = Buffer.alloc(3);
    header.writeUIntLE(chunk.length * 2 + (isOriginal ? 1 : 0), 0, 3);
    chunks.push(header, chunk);
  }
  return Buffer.concat(chunks);
}
