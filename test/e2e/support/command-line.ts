import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ROOT } from '../../../bin/run-tool.ts';

export interface Running {
  readonly process: ChildProcess;
  /** Everything that it has written so far. */
  readonly output: () => string;
  readonly ended: Promise<Ended>;
  /** Processes that it has started, directly or not, and that still run. Empty where there is no /proc. */
  descendants(): number[];
  /** What it has put into the temporary folder and left there. */
  temporaryFiles(): string[];
}

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Starts the command line in a process of its own, which the end of the test ends. */
export function start(args: readonly string[], env: Record<string, string> = {}): Running {
  return launch(process.execPath, ['bin/dataflow.ts', ...args], env);
}

/** Starts a script of package.json as the README says: the process is npm's. */
export function startUnderNpm(script: 'dataflow' | 'demo', args: readonly string[]): Running {
  return launch('npm', ['run', '--silent', script, '--', ...args], {});
}

function launch(command: string, args: readonly string[], env: Record<string, string>): Running {
  // Its own temporary folder also marks everything that it starts: every child inherits that variable.
  const temporary = mkdtempSync(join(tmpdir(), 'command-line-'));
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
  const child = spawn(command, args, {
    cwd: ROOT,
    // An endpoint that the developer's shell points to is not the one that the test means.
    env: { ...withoutAws(process.env), NO_COLOR: '1', TMPDIR: temporary, ...env },
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
    descendants: () => processesWith(`TMPDIR=${temporary}`).filter((pid) => pid !== child.pid),
    temporaryFiles: () => readdirSync(temporary),
  };
}

export function dataflow(args: readonly string[], env?: Record<string, string>): Promise<Ended> {
  return start(args, env).ended;
}

function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));
}

/** Processes whose environment has this variable. */
function processesWith(variable: string): number[] {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(variable);
      } catch {
        return false; // It has ended, or belongs to another user.
      }
    })
    .map(Number);
}
