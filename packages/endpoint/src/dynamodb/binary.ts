import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { EngineError } from './engine-error.ts';

/** Names another engine binary, for platforms whose package is missing. */
export const BINARY_VARIABLE = 'DYNOXIDE_BINARY';

const VERSION = '1.2.1';
/** Those of the engine's packages on the public npm registry. The lock file names linux-x64 only. */
const PLATFORMS: ReadonlySet<string> = new Set([
  'linux-x64',
  'linux-arm64',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64',
]);
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

/** One command that installs the engine, or what to do on a platform for which there is no package. */
export function advice(platform: string = `${process.platform}-${process.arch}`): string {
  if (PLATFORMS.has(platform)) return `Install it: npm install --no-save @dynoxide/${platform}@${VERSION}`;
  return `There is no package for ${platform}. Build it with "cargo install dynoxide-rs", and set ${BINARY_VARIABLE} to the path of the binary.`;
}

function packaged(): string {
  try {
    return createRequire(import.meta.url).resolve(`${PACKAGE}/${FILE}`);
  } catch (cause) {
    throw new EngineError('missing', `The DynamoDB engine (dynoxide) is not installed. ${advice()}`, {
      cause,
    });
  }
}
