import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c } from './crc32c.ts';
import { type Crc64, crc64Nvme } from './crc64-nvme.ts';

export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

/** A checksum being computed; the result is base64 of the big-endian value, as S3 writes it. */
export interface Digest {
  update(bytes: Uint8Array): void;
  value(): string;
}

export function createDigest(algorithm: ChecksumAlgorithm): Digest {
  switch (algorithm) {
    case 'CRC32':
      return crc32Digest((bytes, previous) => crc32(bytes, previous));
    case 'CRC32C':
      return crc32Digest(crc32c);
    case 'CRC64NVME':
      return crc64Digest();
    case 'SHA1':
    case 'SHA256':
      return hashDigest(algorithm);
  }
}

export function hashDigest(algorithm: 'MD5' | 'SHA1' | 'SHA256'): Digest {
  const hash = createHash(algorithm.toLowerCase());
  return { update: (bytes) => void hash.update(bytes), value: () => hash.digest('base64') };
}

function crc32Digest(step: (bytes: Uint8Array, previous: number) => number): Digest {
  let crc = 0;
  return {
    update(bytes) {
      crc = step(bytes, crc);
    },
    value() {
      const out = Buffer.alloc(4);
      out.writeUInt32BE(crc);
      return out.toString('base64');
    },
  };
}

function crc64Digest(): Digest {
  let crc: Crc64 = { high: 0, low: 0 };
  return {
    update(bytes) {
      crc = crc64Nvme(bytes, crc);
    },
    value() {
      const out = Buffer.alloc(8);
      out.writeUInt32BE(crc.high, 0);
      out.writeUInt32BE(crc.low, 4);
      return out.toString('base64');
    },
  };
}
