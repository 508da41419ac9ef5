import { execFile } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../../../..');

/**
 * Copies what `npm pack` needs of the repository. Packing changes `package.json` for a moment, which must not happen
 * to the workspace that other tests run from.
 */
export function copyWorkspace(directory: string): void {
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(ROOT, file), join(directory, file));
  cpSync(join(ROOT, 'packages'), join(directory, 'packages'), {
    recursive: true,
    filter: (path) => !/^(test|dist|node_modules)$/.test(path.split(sep).at(-1) ?? ''),
  });
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
}

const execute = promisify(execFile);

/** Runs a program in a directory, without what `npm test` tells the programs that it starts. */
export async function run(directory: string, program: string, ...args: string[]): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const { stdout } = await execute(program, args, { cwd: directory, env, maxBuffer: 2 ** 24 });
  return stdout;
}
