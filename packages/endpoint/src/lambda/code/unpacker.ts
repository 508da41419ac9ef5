import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Timer } from '../../core/clock.ts';
import type { EndpointContext } from '../../core/context.ts';
import { unpackArchive } from './unpack-archive.ts';
import type { UnpackJob, UnpackResult } from './unpack-worker.ts';
import { UnzipError } from './unzip-error.ts';

/** Unpacks deployment packages without holding up the requests of others. */
export interface Unpacker {
  /** Unpacks an archive that `file` holds too. @throws UnzipError where the archive is at fault. */
  unpack(archive: Uint8Array, file: string, folder: string): Promise<void>;
  close(): Promise<void>;
}

/** Smaller packages take less time than a message to a worker, and most are smaller. */
const SMALL_BYTES = 256 * 1024;

/** A worker that has nothing to do any more ends after this time. */
const IDLE_MS = 10_000;

const WORKER = join(import.meta.dirname, `unpack-worker${extname(import.meta.filename)}`);

interface Pending {
  resolve(): void;
  reject(error: Error): void;
}

export function createUnpacker({ clock }: Pick<EndpointContext, 'clock'>): Unpacker {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let lastId = 0;
  let idle: Timer | undefined;

  function start(): Worker {
    const started = new Worker(WORKER);
    started.unref();
    started.on('message', ({ id, failure }: UnpackResult) => {
      const job = pending.get(id);
      pending.delete(id);
      if (failure === undefined) job?.resolve();
      else if (failure.code === undefined) job?.reject(new Error(failure.message));
      else job?.reject(new UnzipError(failure.code, failure.message));
      if (pending.size === 0) idle = clock.after(IDLE_MS, end);
    });
    const fail = (cause: unknown) => {
      if (worker === started) worker = undefined;
      for (const job of pending.values()) job.reject(new Error('The worker that unpacks ended.', { cause }));
      pending.clear();
    };
    started.once('error', fail);
    started.once('exit', fail);
    return started;
  }

  function end(): void {
    void worker?.terminate();
    worker = undefined;
  }

  return {
    async unpack(archive, file, folder) {
      if (archive.length <= SMALL_BYTES) return unpackArchive(archive, folder);
      idle?.cancel();
      worker ??= start();
      const id = ++lastId;
      const job: UnpackJob = { id, file, folder };
      await new Promise<void>((resolve, reject) => {
        pending.set(id, { resolve, reject });
        worker?.postMessage(job);
      });
    },
    async close() {
      idle?.cancel();
      await worker?.terminate();
    },
  };
}
