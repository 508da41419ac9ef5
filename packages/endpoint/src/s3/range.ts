import { s3Error } from './errors.ts';

/** First and last byte, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * The one range that a Range header asks for (RFC 9110, 14.1.2). Several ranges, or what is no range, ask for the
 * whole object.
 */
export function parseRange(range: string | undefined, size: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range?.trim() ?? '') ?? [];
  if (range === undefined || first === undefined || last === undefined || (first === '' && last === '')) {
    return undefined;
  }
  if (first === '') {
    const length = Math.min(Number(last), size);
    if (length === 0) throw s3Error.invalidRange(range, size);
    return { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= size) throw s3Error.invalidRange(range, size);
  return { start, end };
}
