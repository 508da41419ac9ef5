import type { Caller } from './protocols/call-metadata.ts';

let release = 'v0';

/** The handler says once which release of the service this code is. */
export function identifyAs(own: string): void {
  release = own;
}

/** Who this function is for what it calls. The stack names the service. */
export function ownIdentity(): Caller {
  return { service: process.env['POWERTOOLS_SERVICE_NAME'] ?? 'unknown', release };
}
