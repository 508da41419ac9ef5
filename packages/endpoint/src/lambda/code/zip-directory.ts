import { unreadable } from './unzip-error.ts';

/** https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3 and 4.4 */
const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT_LENGTH = 0xffff;
const END64_LOCATOR = 0x07064b50;
const END64_LOCATOR_BYTES = 20;
const END64 = 0x06064b50;
const ZIP64_EXTRA = 1;
const MADE_ON_UNIX = 3;
const MAX_UINT32 = 0xffffffff;

const FLAGS = { encrypted: 1, sizesFollow: 1 << 3, utf8: 1 << 11 };

export type CompressionMethod = 'stored' | 'deflated';

/** What the central directory says of one entry, and where its data is. */
export interface ZipEntry {
  /** Ends with a slash for a directory. */
  name: string;
  method: CompressionMethod;
  crc32: number;
  size: number;
  compressed: Uint8Array;
  /** Type and permissions as Unix has them; undefined when the archive was made elsewhere. */
  unixMode: number | undefined;
}

/** Reads the directory of an archive and checks that it agrees with what stands before each entry. @throws UnzipError */
export function readZipDirectory(archive: Uint8Array): ZipEntry[] {
  try {
    return new DirectoryReader(archive).entries();
  } catch (error) {
    // What points out of the archive.
    if (error instanceof RangeError) throw unreadable('the archive ends too early', error);
    throw error;
  }
}

class DirectoryReader {
  readonly #bytes: Buffer;

  constructor(archive: Uint8Array) {
    this.#bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  }

  entries(): ZipEntry[] {
    const { count, offset, end } = this.#place();
    const entries: ZipEntry[] = [];
    let at = offset;
    for (let index = 0; index < count; index += 1) {
      if (at >= end || this.#bytes.readUInt32LE(at) !== CENTRAL_HEADER) {
        throw unreadable('the directory has fewer entries than it says');
      }
      const { entry, next } = this.#entry(at, offset);
      entries.push(entry);
      at = next;
    }
    return entries;
  }

  #place(): { count: number; offset: number; end: number } {
    const bytes = this.#bytes;
    const last = bytes.length - END_BYTES;
    for (let at = last; at >= 0 && at >= last - MAX_COMMENT_LENGTH; at -= 1) {
      if (bytes.readUInt32LE(at) !== END) continue;
      const place = {
        count: bytes.readUInt16LE(at + 10),
        size: bytes.readUInt32LE(at + 12),
        offset: bytes.readUInt32LE(at + 16),
      };
      const whole = place.count === 0xffff || place.offset === MAX_UINT32 ? this.#place64(at, place) : place;
      return { ...whole, end: whole.offset + whole.size };
    }
    throw unreadable('it is not a zip archive');
  }

  #place64<P>(end: number, place: P): P | { count: number; size: number; offset: number } {
    const locator = end - END64_LOCATOR_BYTES;
    if (locator < 0 || this.#bytes.readUInt32LE(locator) !== END64_LOCATOR) return place;
    const at = this.#number64(locator + 8);
    if (this.#bytes.readUInt32LE(at) !== END64)
      throw unreadable('the directory of a 64-bit archive is missing');
    return {
      count: this.#number64(at + 32),
      size: this.#number64(at + 40),
      offset: this.#number64(at + 48),
    };
  }

  #entry(at: number, directory: number): { entry: ZipEntry; next: number } {
    const bytes = this.#bytes;
    const flags = bytes.readUInt16LE(at + 8);
    const nameBytes = bytes.readUInt16LE(at + 28);
    const extraBytes = bytes.readUInt16LE(at + 30);
    const nameAt = at + 46;
    const extra = bytes.subarray(nameAt + nameBytes, nameAt + nameBytes + extraBytes);
    const header: Header = {
      flags,
      method: bytes.readUInt16LE(at + 10),
      crc32: bytes.readUInt32LE(at + 16),
      compressedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      name: bytes.subarray(nameAt, nameAt + nameBytes),
      offset: bytes.readUInt32LE(at + 42),
    };
    readZip64(header, extra);
    const madeOnUnix = bytes.readUInt16LE(at + 4) >> 8 === MADE_ON_UNIX;
    const entry: ZipEntry = {
      name: nameOf(header),
      method: methodOf(header),
      crc32: header.crc32,
      size: header.size,
      compressed: this.#data(header, directory),
      unixMode: madeOnUnix ? bytes.readUInt32LE(at + 38) >>> 16 : undefined,
    };
    return { entry, next: nameAt + nameBytes + extraBytes + bytes.readUInt16LE(at + 32) };
  }

  /** The data behind an entry's own header, which has to say the same as the directory. */
  #data(header: Header, directory: number): Uint8Array {
    const bytes = this.#bytes;
    const at = header.offset;
    if (at + 30 > directory || bytes.readUInt32LE(at) !== LOCAL_HEADER) {
      throw unreadable('an entry is not where the directory says');
    }
    const flags = bytes.readUInt16LE(at + 6);
    const nameBytes = bytes.readUInt16LE(at + 26);
    const name = bytes.subarray(at + 30, at + 30 + nameBytes);
    if (!name.equals(header.name) || bytes.readUInt16LE(at + 8) !== header.method) {
      throw unreadable('an entry differs from what the directory says of it');
    }
    if ((flags & FLAGS.sizesFollow) === 0) {
      const sizes = [bytes.readUInt32LE(at + 18), bytes.readUInt32LE(at + 22)];
      const same =
        bytes.readUInt32LE(at + 14) === header.crc32 &&
        [MAX_UINT32, header.compressedSize].includes(sizes[0] ?? 0) &&
        [MAX_UINT32, header.size].includes(sizes[1] ?? 0);
      if (!same) throw unreadable('an entry has another size or checksum than the directory says');
    }
    const start = at + 30 + nameBytes + bytes.readUInt16LE(at + 28);
    const end = start + header.compressedSize;
    if (end > directory) throw unreadable('an entry reaches into the directory');
    return bytes.subarray(start, end);
  }

  #number64(at: number): number {
    return toNumber(this.#bytes.readBigUInt64LE(at));
  }
}

interface Header {
  flags: number;
  method: number;
  crc32: number;
  compressedSize: number;
  size: number;
  name: Buffer;
  offset: number;
}

function nameOf({ name, flags }: Header): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(name);
  } catch (cause) {
    if ((flags & FLAGS.utf8) !== 0) throw unreadable('a name is not UTF-8', cause);
    return name.toString('latin1');
  }
}

function methodOf({ method, flags }: Header): CompressionMethod {
  if ((flags & FLAGS.encrypted) !== 0) throw unreadable('an entry is encrypted');
  if (method === 0) return 'stored';
  if (method === 8) return 'deflated';
  throw unreadable('an entry is compressed in an unknown way');
}

/** Takes the numbers that are too large for the header, each only where the header says so. */
function readZip64(header: Header, extra: Buffer): void {
  if (![header.size, header.compressedSize, header.offset].includes(MAX_UINT32)) return;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== ZIP64_EXTRA) continue;
    let next = at + 4;
    const take = () => {
      next += 8;
      return toNumber(extra.readBigUInt64LE(next - 8));
    };
    if (header.size === MAX_UINT32) header.size = take();
    if (header.compressedSize === MAX_UINT32) header.compressedSize = take();
    if (header.offset === MAX_UINT32) header.offset = take();
    return;
  }
}

function toNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw unreadable('a number is out of range');
  return Number(value);
}
