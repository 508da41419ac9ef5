import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as launcher } from 'playwright-core';

/** The browser is unpacked here once (200 MB), not into the temporary folder at each run. */
const CACHE = fileURLToPath(new URL('../../../../node_modules/.cache/chromium', import.meta.url));

/** A real Chromium without a window. `resolve` maps host names to addresses, as a DNS server could. */
export async function startBrowser(resolve: Record<string, string> = {}): Promise<Browser> {
  const rules = Object.entries(resolve).map(([name, address]) => `MAP ${name} ${address}`);
  return launcher.launch({
    executablePath: await unpacked(),
    // Chromium does not always remove what it puts into the temporary folder.
    env: { ...process.env, TMPDIR: CACHE },
    args: [`--host-resolver-rules=${rules.join(', ')}`],
  });
}

async function unpacked(): Promise<string> {
  await mkdir(CACHE, { recursive: true });
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = CACHE;
  try {
    return await chromium.executablePath();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

/** A web site of somebody else: it serves an empty page. */
export async function startWebSite(): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A page</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
