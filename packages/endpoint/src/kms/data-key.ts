import { randomBytes } from 'node:crypto';
import { kmsError } from './errors.ts';

const SPEC_BYTES = { AES_128: 16, AES_256: 32 };

/** Random bytes for a key of a specification, or of so many bytes; one of the two. */
export function newDataKey(input: {
  KeySpec?: 'AES_128' | 'AES_256' | undefined;
  NumberOfBytes?: number | undefined;
}): Uint8Array {
  if ((input.KeySpec === undefined) === (input.NumberOfBytes === undefined)) {
    throw kmsError.validation('Please specify either number of bytes or key spec.');
  }
  return randomBytes(input.KeySpec === undefined ? (input.NumberOfBytes ?? 0) : SPEC_BYTES[input.KeySpec]);
}
