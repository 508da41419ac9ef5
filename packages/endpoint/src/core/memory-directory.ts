import { access, constants, mkdtemp, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** tmpfs on Linux; other systems have no memory file system that is there by default. */
const MEMORY_FILE_SYSTEM = '/dev/shm';
/** Less would be soon full; containers have 64 MB by default. */
const MIN_FREE_BYTES = 2 * 1024 ** 3;

/**
 * Makes a directory on a memory file system for files that are deleted at the end anyway: a database there need not
 * wait for a disk at each write. Undefined where there is none with enough room, or TMPDIR names another place.
 */
export async function makeMemoryDirectory(
  path = MEMORY_FILE_SYSTEM,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  if (environment['TMPDIR'] !== undefined) return undefined;
  try {
    await access(path, constants.W_OK);
    const { bavail, bsize } = await statfs(path);
    if (bavail * bsize < MIN_FREE_BYTES) return undefined;
    return await mkdtemp(join(path, 'dataflow-'));
  } catch {
    return undefined; // No such file system, or not for us: the temporary folder will do.
  }
}
