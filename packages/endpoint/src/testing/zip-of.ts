import { zipSync } from 'fflate';

/** The same time in every archive, so that equal sources have an equal `CodeSha256`. */
const MTIME = new Date('2026-01-01T00:00:00Z');

/**
 * A deployment package for a Lambda function, from source texts by path:
 * `zipOf({ 'index.mjs': 'export const handler = async () => 1;' })`.
 */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const entries = Object.entries(files).map(([path, content]) => [
    path,
    typeof content === 'string' ? Buffer.from(content, 'utf8') : content,
  ]);
  return zipSync(Object.fromEntries(entries), { mtime: MTIME, level: 1 });
}
