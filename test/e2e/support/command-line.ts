import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { ROOT } from '../../../bin/run-tool.ts';

export interface Running {
  readonly process: ChildProcess;
  /** Everything that it has written so far. */
  readonly output: () => string;
  readonly ended: Promise<Ended>;
  /** Processes that it has started, at any remove, and that are still there. Empty where there is no /proc. */
  descendants(): number[];
}

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

const MARK = 'DATAFLOW_TEST_MARK';

/** Starts the command line in a process of its own, which the end of the test ends. */
export function start(args: readonly string[], env: Record<string, string> = {}): Running {
  return launch(process.execPath, ['bin/dataflow.ts', ...args], env);
}

/** Starts the command line as the README says: the process is npm's. */
export function startUnderNpm(args: readonly string[]): Running {
  return launch('npm', ['run', 'dataflow', '--', ...args], {});
}

function launch(command: string, args: readonly string[], env: Record<string, string>): Running {
  const mark = randomUUID();
  const child = spawn(command, args, {
    cwd: ROOT,
    // An endpoint that the developer's shell points to is not the one that the test means.
    env: { ...withoutAws(process.env), NO_COLOR: '1', [MARK]: mark, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
  onTestFinished(() => {
    if (child.exitCode === null) child.kill('SIGKILL');
  });
  return {
    process: child,
    output: () => stdout + stderr,
    ended,
    descendants: () => marked(mark).filter((pid) => pid !== child.pid),
  };
}

export function dataflow(args: readonly string[], env?: Record<string, string>): Promise<Ended> {
  return start(args, env).ended;
}

function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));
}

/** Processes whose environment has the mark: it is handed on to whatever is started, however it is detached. */
function marked(mark: string): number[] {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`${MARK}=${mark}`);
      } catch {
        return false; // It has ended, or belongs to somebody else.
      }
    })
    .map(Number);
}
