/** Handles are opaque to clients; ours name the queue and the message, so that no table of them is needed. */
export function writeReceiptHandle(queue: string, order: number, nonce: string): string {
  return Buffer.from(JSON.stringify([queue, order, nonce]), 'utf8').toString('base64');
}

/** The message's place in `queue`; undefined when the handle is none or belongs to another queue. */
export function readReceiptHandle(handle: string, queue: string): number | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(handle, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || parts[0] !== queue || typeof parts[1] !== 'number') return undefined;
  return parts[1];
}
