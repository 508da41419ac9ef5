import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { unpackArchive } from './unpack-archive.ts';
import { UnzipError, type UnzipErrorCode } from './unzip-error.ts';

export interface UnpackJob {
  id: number;
  /** Where the archive is. */
  file: string;
  folder: string;
}

/** Errors lose their class on the way to another thread. */
export interface UnpackResult {
  id: number;
  failure?: { message: string; code?: UnzipErrorCode };
}

/** Unpacks archives off the thread that answers requests. */
parentPort?.on('message', (job: UnpackJob) => {
  parentPort?.postMessage(unpack(job));
});

function unpack({ id, file, folder }: UnpackJob): UnpackResult {
  try {
    unpackArchive(readFileSync(file), folder);
    return { id };
  } catch (error) {
    const { message } = error as Error;
    return { id, failure: { message, ...(error instanceof UnzipError && { code: error.code }) } };
  }
}
