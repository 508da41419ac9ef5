import { createHash } from 'node:crypto';

/** A number from 0 to `count` - 1, spread evenly and the same for equal text wherever it is asked. */
export function bucket(text: string, count: number): number {
  return createHash('sha256').update(text).digest().readUInt32BE() % count;
}
