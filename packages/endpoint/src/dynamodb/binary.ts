import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { EngineError } from './errors.ts';

/** Names another engine binary, for platforms whose package is missing. */
export const BINARY_VARIABLE = 'DYNOXIDE_BINARY';

const PACKAGE = `@dynoxide/${process.platform}-${process.arch}`;
const FILE = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';

/** Path of the dynoxide binary: the one that the environment names, or the one of the optional package. */
export function findBinary(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment[BINARY_VARIABLE];
  const path = named || packaged();
  try {
    accessSync(path, constants.X_OK);
  } catch (cause) {
    throw new EngineError(
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'not-executable',
      named
        ? `${BINARY_VARIABLE} names ${path}, which is not an executable file. ${advice()}`
        : `The DynamoDB engine ${path} is not an executable file. ${advice()}`,
      { cause },
    );
  }
  return path;
}

export function advice(): string {
  return `Install the optional package ${PACKAGE} (npm install --include=optional), or set ${BINARY_VARIABLE} to the path of a dynoxide 1.2 binary.`;
}

function packaged(): string {
  try {
    return createRequire(import.meta.url).resolve(`${PACKAGE}/${FILE}`);
  } catch (cause) {
    throw new EngineError('missing', `The DynamoDB engine is not installed. ${advice()}`, { cause });
  }
}
