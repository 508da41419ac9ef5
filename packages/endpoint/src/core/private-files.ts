import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** For the user alone: state holds what the tested programs store, and code that is run. */
const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;

/** Creates a directory that no other user can enter, and its missing parents. */
export async function makePrivateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: DIRECTORY_MODE });
}

/**
 * Closes the files and folders directly below a directory to others: what engines have made with the modes of the
 * user's umask, in this release or an older one. SQLite gives later files the mode of their database.
 */
export async function closeToOthers(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) await chmod(join(directory, entry.name), DIRECTORY_MODE);
    else if (entry.isFile()) await chmod(join(directory, entry.name), FILE_MODE);
  }
}
