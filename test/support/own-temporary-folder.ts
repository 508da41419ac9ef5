import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Kept in the environment, because each project of a run loads this file for itself. */
const FOLDER = 'DATAFLOW_TEST_FOLDER';
const USERS = 'DATAFLOW_TEST_FOLDER_USERS';
const OUTER = 'DATAFLOW_TEST_FOLDER_OUTER';

/**
 * Gives a test run a temporary folder of its own, which has to be empty at the end: what tests and the programs that
 * they start leave there would fill the machines of those who run them. The projects of a run share the folder; the
 * last one to end looks into it.
 */
export default function setup(): () => Promise<void> {
  const { env } = process;
  if (env[FOLDER] === undefined) {
    env[OUTER] = env['TMPDIR'] ?? '';
    env[FOLDER] = mkdtempSync(join(tmpdir(), 'dataflow-test-'));
    env['TMPDIR'] = env[FOLDER];
    // npm would keep compiled code there.
    env['NODE_COMPILE_CACHE'] ??= join(process.cwd(), 'node_modules/.cache/tests');
  }
  env[USERS] = String(Number(env[USERS] ?? 0) + 1);
  return async () => {
    const users = Number(env[USERS]) - 1;
    env[USERS] = String(users);
    if (users === 0) await finish();
  };
}

/** Programs of others that do not always clean up: their files are named, and are no failure of ours. */
const FOREIGN = /^(\.org\.chromium\.|playwright|npm-|node-compile-cache|jsii-|cdk)/;
const PATIENCE_MS = 10_000;

async function finish(): Promise<void> {
  const { env } = process;
  const folder = env[FOLDER] ?? '';
  if (env[OUTER]) env['TMPDIR'] = env[OUTER];
  else delete env['TMPDIR'];
  for (const name of [FOLDER, USERS, OUTER]) delete env[name];
  // The scratch directory of an endpoint that was killed is removed a moment later, by its reaper.
  const deadline = performance.now() + PATIENCE_MS;
  while (readdirSync(folder).length > 0 && performance.now() < deadline) await sleep(50);
  const left = readdirSync(folder);
  rmSync(folder, { recursive: true, force: true });
  const foreign = left.filter((name) => FOREIGN.test(name));
  if (foreign.length > 0)
    console.warn(`Left in the temporary folder by programs of others: ${foreign.join(', ')}`);
  const own = left.filter((name) => !FOREIGN.test(name));
  if (own.length > 0) throw new Error(`Tests left files in the temporary folder: ${own.join(', ')}`);
}
