import { createHash } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';

export interface EngineAddress {
  host: string;
  port: number;
}

/**
 * Where the engine may listen. It answers any origin and has no secret to ask for, so that it is hidden instead: on
 * one of the sixteen million addresses of 127.0.0.0/8 and a port of the system's choice, which no web page can find
 * by trying. macOS has only 127.0.0.1 unless configured otherwise; there, the port alone is unknown.
 * docs/decisions/0009-web-pages-cannot-reach-the-endpoint.md
 */
export async function chooseEngineAddress(secret: string): Promise<EngineAddress> {
  try {
    return await freePort(loopbackAddress(secret));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRNOTAVAIL') throw error;
    return freePort('127.0.0.1');
  }
}

/** An address of 127.0.0.0/8 that depends on nothing but the secret. */
export function loopbackAddress(secret: string): string {
  const [first = 0, second = 0, third = 0] = createHash('sha256').update(secret).digest();
  // Neither 127.0.0.x, where others listen, nor an address of a network or for all of it.
  return `127.${1 + (first % 254)}.${second}.${1 + (third % 254)}`;
}

function freePort(host: string): Promise<EngineAddress> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, host, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve({ host, port }));
    });
  });
}
