import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, runTool } from '../../bin/run-tool.ts';

const KIT = join(import.meta.dirname, 'kit');
/** Ignored by git, and kept: an installation takes minutes and 550 MB. */
const INSTALLATIONS = join(ROOT, '.dataflow', 'localstack');

const FETCH_KINESIS =
  'from localstack.services.kinesis.packages import kinesismock_package as p; p.get_installer().install()';

/** An installed LocalStack. */
export interface Installation {
  python: string;
  /** Where LocalStack keeps what it fetches itself, such as its Kinesis server from npm. */
  filesystem: string;
}

/** Installs LocalStack into this checkout, unless this very kit has been installed before. */
export async function installLocalstack(say: (line: string) => void): Promise<Installation> {
  const directory = join(INSTALLATIONS, await fingerprint());
  if ((await stat(directory).catch(() => undefined)) === undefined) {
    say('Installing LocalStack 4.14.0 from PyPI; this takes one to four minutes');
    await install(`${directory}.part`, say);
    await rename(`${directory}.part`, directory);
  }
  return { python: join(directory, 'venv', 'bin', 'python'), filesystem: join(directory, 'filesystem') };
}

async function install(directory: string, say: (line: string) => void): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const env = { FILESYSTEM_ROOT: join(directory, 'filesystem'), OVERRIDE_IN_DOCKER: '0' };
  const run = (command: string, ...args: string[]) =>
    runTool(command, args, { cwd: directory, env, signal: new AbortController().signal, onLine: say });
  // Its Python is named by its path and not by its scripts, which hold the path they were installed under.
  const python = join(directory, 'venv', 'bin', 'python');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
  await run('python3', '-m', 'venv', 'venv');
  await run(python, ...pip, '-r', join(KIT, 'requirements.txt'));
  // A copy, because a build leaves files in its source.
  await cp(KIT, join(directory, 'kit'), { recursive: true });
  await run(python, ...pip, '--no-build-isolation', './kit');
  await run(python, '-m', 'dataflow_localstack.python311');
  // LocalStack would fetch it at the first table with a stream, within a request that then times out.
  await run(python, '-c', FETCH_KINESIS);
}

/** Of everything that an installation is made from. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of globSync('**/*.{py,toml,txt}', { cwd: KIT }).sort()) {
    hash.update(await readFile(join(KIT, file)));
  }
  return hash.digest('hex').slice(0, 12);
}
