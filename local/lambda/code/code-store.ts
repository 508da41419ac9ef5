import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EndpointContext } from '../../core/context.ts';
import type { CodeReference } from '../functions/function-record.ts';
import { readArchive } from './archive.ts';

/** Deployment packages, kept packed and unpacked under the SHA-256 of the archive. */
export interface CodeStore {
  /** Checks, unpacks and keeps a package. */
  add(archive: Uint8Array): Promise<CodeReference>;
  /** Where the package's files are. */
  directory(id: string): string;
  /** The archive as it was uploaded; undefined when it is not kept. */
  archive(id: string): Promise<Uint8Array | undefined>;
  /** Removes a package, unless somebody has begun to use it in the meantime. */
  remove(id: string, isUsed: () => boolean): Promise<void>;
}

export function createCodeStore(context: EndpointContext): CodeStore {
  const root = join(context.directory, 'lambda', 'code');
  /** What is being done to each package: equal uploads and removals must not meet on the disk. */
  const busy = new Map<string, Promise<void>>();
  const directory = (id: string) => join(root, id);
  const archivePath = (id: string) => join(root, `${id}.zip`);

  function exclusively(id: string, task: () => Promise<void>): Promise<void> {
    const done = (busy.get(id) ?? Promise.resolve()).then(task, task);
    busy.set(id, done);
    const forget = () => {
      if (busy.get(id) === done) busy.delete(id);
    };
    done.then(forget, forget);
    return done;
  }

  async function unpack(id: string, archive: Uint8Array): Promise<void> {
    if (existsSync(directory(id))) return;
    const files = readArchive(archive);
    await mkdir(root, { recursive: true });
    // Node looks for package.json in every parent: what lies around our directory must not change how code loads.
    await writeFile(join(root, 'package.json'), '{}');
    const scratch = join(root, `${id}.${context.newId()}`);
    for (const [path, content] of Object.entries(files)) {
      const target = join(scratch, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
    }
    await writeFile(archivePath(id), archive);
    // Complete or not there at all, whenever we are stopped.
    await rename(scratch, directory(id));
  }

  return {
    async add(archive) {
      const id = createHash('sha256').update(archive).digest('hex');
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
        // Whoever has just added the same package gets the time to say so.
        await new Promise((resolve) => setImmediate(resolve));
        if (isUsed()) return;
        await rm(directory(id), { recursive: true, force: true });
        await rm(archivePath(id), { force: true });
      }),
  };
}

/** As the API shows it: base64. */
export function codeSha256(code: CodeReference): string {
  return Buffer.from(code.id, 'hex').toString('base64');
}
