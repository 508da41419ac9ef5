import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Kept in the environment: each project of a run loads this file anew. */
const FOLDER = 'DATAFLOW_TEST_FOLDER';
const USERS = 'DATAFLOW_TEST_FOLDER_USERS';
const OUTER = 'DATAFLOW_TEST_FOLDER_OUTER';

/**
 * Gives a test run a temporary folder of its own, which has to be empty at the end: what tests and the programs that
 * they start leave there would fill the machines of those who run them. The projects of a run share the folder; the
 * last one to end looks into it.
 */
export default function setup(): () => void {
  const { env } = process;
  if (env[FOLDER] === undefined) {
    env[OUTER] = env['TMPDIR'] ?? '';
    env[FOLDER] = mkdtempSync(join(tmpdir(), 'dataflow-test-'));
    env['TMPDIR'] = env[FOLDER];
    // npm would keep compiled code there.
    env['NODE_COMPILE_CACHE'] ??= join(process.cwd(), 'node_modules/.cache/tests');
  }
  env[USERS] = String(Number(env[USERS] ?? 0) + 1);
  return () => {
    const users = Number(env[USERS]) - 1;
    env[USERS] = String(users);
    if (users === 0) finish();
  };
}

function finish(): void {
  const { env } = process;
  const folder = env[FOLDER] ?? '';
  if (env[OUTER]) env['TMPDIR'] = env[OUTER];
  else delete env['TMPDIR'];
  for (const name of [FOLDER, USERS, OUTER]) delete env[name];
  const left = readdirSync(folder);
  rmSync(folder, { recursive: true, force: true });
  if (left.length > 0) throw new Error(`Tests left files in the temporary folder: ${left.join(', ')}`);
}
