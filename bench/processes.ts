import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A Node program of the benchmark's own that listens and says where, in one line of JSON on its stdout. */
export interface Server {
  url: string;
  pid: number;
  close(): Promise<void>;
}

export async function startServer(program: string, env: Record<string, string> = {}): Promise<Server> {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url }: { url: string } = JSON.parse(line);
  return { url, pid: child.pid ?? 0, close: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

export interface Memory {
  processes: number;
  /** Resident set size in MB; pages that processes share count once for each. */
  rss: number;
  /** Proportional set size in MB: shared pages are divided among those that share them. */
  pss: number;
}

/** The memory of a process and of all that it has started. Linux only: it reads /proc. */
export function memoryOf(pid: number): Memory {
  const pids = family(pid);
  const read = (file: string, field: string) =>
    pids.reduce((sum, each) => sum + kilobytes(`/proc/${each}/${file}`, field), 0) / 1024;
  return { processes: pids.length, rss: read('status', 'VmRSS'), pss: read('smaps_rollup', 'Pss') };
}

function family(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const parent = /^PPid:\s+(\d+)$/m.exec(readProc(`/proc/${name}/status`))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const found = [root];
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found;
}

function kilobytes(file: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readProc(file))?.[1] ?? 0);
}

/** Empty for a process that has ended in the meantime. */
function readProc(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
