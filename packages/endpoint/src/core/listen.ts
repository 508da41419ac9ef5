import type { Server } from 'node:http';

/** How many ports after the wanted one are tried. */
const PORTS_TO_TRY = 100;

/** Listens on `port` or, where that is taken, on the next free one. Rejects with the system's error otherwise. */
export async function listen(server: Server, port: number, host: string): Promise<void> {
  for (let candidate = port; ; candidate += 1) {
    try {
      await listenOn(server, candidate, host);
      return;
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!taken || candidate >= Math.min(port + PORTS_TO_TRY, 65_535)) throw error;
    }
  }
}

function listenOn(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(error);
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      resolve();
    });
  });
}
