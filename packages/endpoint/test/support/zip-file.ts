import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipFileEntry {
  name: string | Uint8Array;
  content?: string | Uint8Array;
  /** What the archive says, where that is not so. */
  crc32?: number;
  size?: number;
  method?: number;
  flags?: number;
  /** Type and permissions as Unix has them. */
  unixMode?: number;
  /** The name in front of the data, where the directory has another one. */
  localName?: string;
  /** Bytes behind the compressed data that belong to nothing. */
  trailing?: Uint8Array;
  /** Writes sizes behind the data, as a program does that cannot go back. */
  streamed?: boolean;
}

/** A zip archive byte by byte, so that tests can write what no library would. */
export function zipFile(entries: readonly ZipFileEntry[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? '');
    const method = entry.method ?? 8;
    const data = Buffer.concat([
      method === 8 ? deflateRawSync(content) : content,
      entry.trailing ?? Buffer.alloc(0),
    ]);
    const name = Buffer.from(entry.name);
    const flags = (entry.flags ?? 0) | (entry.streamed ? 8 : 0);
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(entry.crc32 ?? crc32(content), 0);
    sizes.writeUInt32LE(data.length, 4);
    sizes.writeUInt32LE(entry.size ?? content.length, 8);

    const localName = entry.localName === undefined ? name : Buffer.from(entry.localName);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    if (!entry.streamed) sizes.copy(local, 14);
    local.writeUInt16LE(localName.length, 26);
    const descriptor = entry.streamed ? [Buffer.from([0x50, 0x4b, 7, 8]), sizes] : [];
    const written = Buffer.concat([local, localName, data, ...descriptor]);

    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(entry.unixMode === undefined ? 20 : (3 << 8) | 20, 4);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    sizes.copy(central, 16);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(((entry.unixMode ?? 0) << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);

    parts.push(written);
    directory.push(Buffer.concat([central, name]));
    offset += written.length;
  }
  const whole = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(whole.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, whole, end]);
}
