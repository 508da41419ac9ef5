import { isIP } from 'node:net';
import { hostname } from 'node:os';

/** Under which names the endpoint may be called. */
export interface Listener {
  /** For messages: what a Host header may say, without a port. Names under them are fine too. */
  readonly names: readonly string[];
  /** Whether a host, in lower case and without its port, is one of the listener's own. */
  answersTo(host: string): boolean;
}

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];
const EVERY_ADDRESS = new Set(['0.0.0.0', '::']);

/**
 * The names of a listener on `host`. S3 and API Gateway put a bucket or an API in front of the endpoint's name, so
 * names under a name belong to it. A page whose own name is made to resolve to our address (DNS rebinding) sends that
 * name, which is none of these.
 */
export function listenerOf(host: string, allowedHosts: readonly string[] = []): Listener {
  const everyAddress = EVERY_ADDRESS.has(host);
  const own = everyAddress ? [hostname()] : [host.includes(':') ? `[${host}]` : host];
  const names = [...new Set([...LOOPBACK, ...own, ...allowedHosts].map((name) => name.toLowerCase()))];
  return {
    names,
    answersTo(candidate) {
      for (const name of names) {
        if (candidate === name || (candidate.endsWith(name) && candidate.at(-name.length - 1) === '.')) {
          return true;
        }
      }
      // An address cannot be rebound: only a request that was routed to it arrives here.
      return everyAddress && isIP(candidate.replace(/^\[(.*)\]$/, '$1')) !== 0;
    },
  };
}

/** Whether only programs of this machine can reach a listener on `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/;

/** A Host header without its port, in lower case; undefined when it is missing or malformed. */
export function readHost(header: string | undefined): string | undefined {
  return header === undefined ? undefined : HOST.exec(header.toLowerCase())?.[1];
}
