import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

/** The root of the repository: where cdk.json is. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Programs that run on Node, npm among them, otherwise keep compiled code in the temporary folder for ever. */
const COMPILE_CACHE = fileURLToPath(new URL('../node_modules/.cache/tools', import.meta.url));

export interface ToolOptions {
  /** Where it runs; by default in the root of the repository. */
  cwd?: string;
  env?: Readonly<Record<string, string>>;
  signal: AbortSignal;
  /** Each line that the program writes, without colours. */
  onLine?(line: string): void;
}

/** A program that ended with another status than 0. Its message carries the last that it wrote. */
export class ToolError extends Error {
  readonly status: number | null;

  constructor(command: string, status: number | null, tail: readonly string[]) {
    super(
      `${basename(command)} ended with ${status === null ? 'a signal' : `status ${status}`}:\n${tail.join('\n')}`,
    );
    this.name = 'ToolError';
    this.status = status;
  }
}

const TAIL_LINES = 20;
/** A stack trace of the program's own code does not help its users. */
const STACK_TRACE = /^ +at /;
const GRACE_MS = 5_000;

/**
 * Runs a program to its end. When the signal aborts, it and all that it has started are ended first.
 *
 * @throws {ToolError}
 */
export async function runTool(command: string, args: readonly string[], options: ToolOptions): Promise<void> {
  const { signal, onLine } = options;
  signal.throwIfAborted();
  const child = spawn(command, args, {
    cwd: options.cwd ?? ROOT,
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that what the program has started can be ended with it.
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32',
  });
  const tail: string[] = [];
  const read = (stream: Readable) => {
    createInterface({ input: stream }).on('line', (text) => {
      const line = stripVTControlCharacters(text).trimEnd();
      if (line === '') return;
      onLine?.(line);
      if (STACK_TRACE.test(line)) return;
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
    });
  };
  read(child.stdout);
  read(child.stderr);

  const end = (how: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(process.platform === 'win32' ? child.pid : -child.pid, how);
    } catch {
      // It is gone already.
    }
  };
  let force: NodeJS.Timeout | undefined;
  const abort = () => {
    end('SIGTERM');
    force = setTimeout(() => end('SIGKILL'), GRACE_MS);
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal.throwIfAborted();
    if (status !== 0) throw new ToolError(command, status, tail);
  } finally {
    clearTimeout(force);
    signal.removeEventListener('abort', abort);
  }
}

/** A program that a development dependency has brought. */
export function installed(name: string): string {
  return fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url));
}
