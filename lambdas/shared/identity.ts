import type { Caller } from './protocols/call-metadata.ts';

let release: string | undefined;

/** The handler says once which release of the service this code is. */
export function identifyAs(own: string): void {
  release = own;
}

/** Undefined in releases whose handler does not say; the description of the Lambda version has it. */
export function ownRelease(): string | undefined {
  return release;
}

/** Who this function is for what it calls. The stack names the service. */
export function ownIdentity(): Caller {
  return { service: process.env['POWERTOOLS_SERVICE_NAME'] ?? 'unknown', release: release ?? 'v0' };
}
