import { webcrypto } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EndpointContext } from '../../core/context.ts';
import { makePrivateDirectory } from '../../core/private-files.ts';
import { lambdaError } from '../errors.ts';
import type { CodeReference } from '../functions/function-record.ts';
import { UNZIPPED_CODE_BYTES } from '../functions/limits.ts';
import { createUnpacker } from './unpacker.ts';
import { UnzipError, type UnzipErrorCode } from './unzip-error.ts';

/** Deployment packages, kept packed and unpacked under the SHA-256 of the archive. */
export interface CodeStore {
  /** Checks, unpacks and keeps a package. */
  add(archive: Uint8Array): Promise<CodeReference>;
  /** Where the package's files are. */
  directory(id: string): string;
  /** The archive as it was uploaded; undefined when it is not kept. */
  archive(id: string): Promise<Uint8Array | undefined>;
  /** Removes a package, unless a function has begun to use it in the meantime. */
  remove(id: string, isUsed: () => boolean): Promise<void>;
  close(): Promise<void>;
}

const REFUSALS: Record<UnzipErrorCode, string> = {
  unreadable: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
  empty: 'Uploaded file must be a non-empty zip',
  'too-large': `Unzipped size must be smaller than ${UNZIPPED_CODE_BYTES} bytes`,
};

export function createCodeStore(context: EndpointContext): CodeStore {
  const root = join(context.directory, 'lambda', 'code');
  /** What is being done to each package: equal uploads and removals must not meet on the disk. */
  const busy = new Map<string, Promise<void>>();
  const directory = (id: string) => join(root, id);
  const archivePath = (id: string) => join(root, `${id}.zip`);
  const incoming = join(root, 'incoming');
  const unpacker = createUnpacker(context);
  let prepared: Promise<void> | undefined;

  function exclusively(id: string, task: () => Promise<void>): Promise<void> {
    const done = (busy.get(id) ?? Promise.resolve()).then(task, task);
    busy.set(id, done);
    const forget = () => {
      if (busy.get(id) === done) busy.delete(id);
    };
    done.then(forget, forget);
    return done;
  }

  /** Makes the store once, before its first package. What an earlier endpoint left unfinished goes. */
  function prepare(): Promise<void> {
    prepared ??= (async () => {
      await rm(incoming, { recursive: true, force: true });
      await makePrivateDirectory(incoming);
      // Node looks for package.json in every parent: what lies around our directory must not change how code loads.
      // Functions read it at any time, so it appears whole and never changes.
      const manifest = join(root, 'package.json');
      if (existsSync(manifest)) return;
      const scratch = join(incoming, 'package.json');
      await writeFile(scratch, '{}');
      await rename(scratch, manifest);
    })().catch((error: unknown) => {
      prepared = undefined; // The next package tries again.
      throw error;
    });
    return prepared;
  }

  async function unpack(id: string, archive: Uint8Array): Promise<void> {
    if (existsSync(directory(id))) return;
    await prepare();
    const scratch = join(incoming, `${id}.${context.newId()}`);
    const file = `${scratch}.zip`;
    try {
      await writeFile(file, archive);
      await unpacker.unpack(archive, file, scratch);
      await rename(file, archivePath(id));
      // Complete or not there at all, whenever we are stopped.
      await rename(scratch, directory(id));
    } catch (error) {
      await Promise.all([file, scratch].map((path) => rm(path, { recursive: true, force: true })));
      throw error instanceof UnzipError ? lambdaError.invalidParameter(REFUSALS[error.code]) : error;
    }
  }

  return {
    async add(archive) {
      // Off this thread: 50 MB take a while.
      const digest = await webcrypto.subtle.digest('SHA-256', archive);
      const id = Buffer.from(digest).toString('hex');
      await exclusively(id, () => unpack(id, archive));
      return { id, size: archive.length };
    },
    directory,
    async archive(id) {
      if (!/^[0-9a-f]{64}$/.test(id) || !existsSync(archivePath(id))) return undefined;
      return readFile(archivePath(id));
    },
    remove: (id, isUsed) =>
      exclusively(id, async () => {
        // A request that has just added the same package gets the time to record it.
        await new Promise((resolve) => setImmediate(resolve));
        if (isUsed()) return;
        // Not before it is durable that nothing uses it: a function that comes back after a crash needs its code.
        context.state.flush();
        await rm(directory(id), { recursive: true, force: true });
        await rm(archivePath(id), { force: true });
      }),
    close: () => unpacker.close(),
  };
}

/** As the API shows it: base64. */
export function codeSha256(code: CodeReference): string {
  return Buffer.from(code.id, 'hex').toString('base64');
}
