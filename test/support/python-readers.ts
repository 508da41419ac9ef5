import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Programs that are not ours and judge what we make (readers of Parquet, ORC and Avro, cfn-lint), where Python has
 * them: as CI installs them, or in the Python that is on the path. Nothing here installs anything, because a test must not wait for a registry.
 */
const INSTALLED_BY_CI = join(import.meta.dirname, '../../node_modules/.cache/python');
const SCRIPT = join(import.meta.dirname, 'read-archive.py');

/** Runs the Python that has these modules. */
export function python(args: readonly string[]) {
  const paths = [INSTALLED_BY_CI, process.env['PYTHONPATH'] ?? ''].filter((path) => existsSync(path));
  return spawnSync('python3', args, {
    encoding: 'utf8',
    maxBuffer: 1e9,
    env: { ...process.env, PYTHONPATH: paths.join(delimiter) },
  });
}

/** Whether `python3` can import all of these modules. */
export function canImport(...modules: readonly string[]): boolean {
  return python(['-c', modules.map((name) => `import ${name}`).join('\n')]).status === 0;
}

/** What a test says that is skipped for want of them. */
export const NEEDS_PYTHON = 'needs python3 with pyarrow and fastavro';

/** Rows as pyarrow (.parquet, .orc) or fastavro (.avro) reads them; see read-archive.py for the form of values. */
export function readWithPython(file: string): unknown[] {
  const { status, stdout, stderr } = python([SCRIPT, file]);
  if (status !== 0) throw new Error(`python3 cannot read ${file}: ${stderr}`);
  return JSON.parse(stdout);
}
