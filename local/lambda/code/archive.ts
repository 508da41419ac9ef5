import { type Unzipped, unzipSync } from 'fflate';
import { invalidParameter } from '../errors.ts';
import { UNZIPPED_CODE_BYTES } from '../functions/account-limits.ts';

const unreadable = () =>
  invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.');

/** The files of a deployment package by their relative paths. Refuses paths that lead out of it. */
export function readArchive(archive: Uint8Array): Unzipped {
  let size = 0;
  let escapes = false;
  let files: Unzipped;
  try {
    files = unzipSync(archive, {
      filter: (file) => {
        size += file.originalSize;
        if (!isInside(file.name)) escapes = true;
        // The declared size bounds what is unpacked: nothing is inflated beyond it.
        return size <= UNZIPPED_CODE_BYTES && !escapes && !file.name.endsWith('/');
      },
    });
  } catch {
    throw unreadable();
  }
  if (size > UNZIPPED_CODE_BYTES) {
    throw invalidParameter(`Unzipped size must be smaller than ${UNZIPPED_CODE_BYTES} bytes`);
  }
  if (escapes) throw unreadable();
  if (Object.keys(files).length === 0) throw invalidParameter('Uploaded file must be a non-empty zip');
  return files;
}

function isInside(path: string): boolean {
  return (
    !path.startsWith('/') &&
    !/^[a-zA-Z]:/.test(path) &&
    !path.includes('\\') &&
    !path.includes('\0') &&
    !path.split('/').includes('..')
  );
}
