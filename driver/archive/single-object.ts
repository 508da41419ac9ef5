import type avro from 'avsc';

const headers = new WeakMap<avro.Type, Buffer>();

/** Avro's single-object encoding, independent of the code of the shop: a marker, the schema's fingerprint, the body. */
export function singleObject(type: avro.Type, value: unknown): Buffer {
  return Buffer.concat([headerOf(type), type.toBuffer(value)]);
}

/** The fingerprint of a schema as the header has it, in hexadecimal. */
export function fingerprintOfType(type: avro.Type): string {
  return headerOf(type).toString('hex', 2);
}

function headerOf(type: avro.Type): Buffer {
  let header = headers.get(type);
  if (header === undefined) {
    header = Buffer.alloc(10);
    header.writeUInt16BE(0xc301);
    // schema() without options is the Parsing Canonical Form.
    header.writeBigUInt64LE(fingerprint(Buffer.from(JSON.stringify(type.schema()))), 2);
    headers.set(type, header);
  }
  return header;
}

const EMPTY = 0xc15d213aa4d7a795n;

/** CRC-64-AVRO, bit by bit as the specification gives it ("Schema Fingerprints"). */
function fingerprint(bytes: Uint8Array): bigint {
  let crc = EMPTY;
  for (const byte of bytes) {
    let low = (crc ^ BigInt(byte)) & 0xffn;
    for (let bit = 0; bit < 8; bit += 1) low = (low >> 1n) ^ (low & 1n ? EMPTY : 0n);
    crc = (crc >> 8n) ^ low;
  }
  return crc;
}
