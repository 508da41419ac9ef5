import { createHash } from 'node:crypto';

/**
 * A number from 0 to `count` - 1: the same for equal text in every release and service, and evenly distributed. Stored
 * keys depend on it.
 */
export function bucket(text: string, count: number): number {
  return createHash('sha256').update(text).digest().readUInt32BE() % count;
}
