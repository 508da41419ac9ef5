/** RFC 7240, section 4.1: the client would rather have 202 at once than wait. */
export const RESPOND_ASYNC = 'respond-async';

/** Whether a `Prefer` header names the preference; it may name others, and parameters. */
export function prefersAsync(prefer: string | undefined): boolean {
  const preferences = (prefer ?? '').split(',').map((each) => each.split(/[;=]/)[0]?.trim().toLowerCase());
  return preferences.includes(RESPOND_ASYNC);
}
