/** The payloads of references have it in the producer's bucket, and functions may touch nothing else there. */
export const CLAIM_PREFIX = 'records/';

/** Payloads are named after their content: the hash of what is under a key says whether it is right. */
export function claimKey(sha256: string): string {
  return CLAIM_PREFIX + sha256;
}
