import { execFileSync } from 'node:child_process';

interface ProcessRow {
  pid: number;
  parent: number;
  zombie: boolean;
}

function processes(): ProcessRow[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' });
  return table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, stat]) => ({
      pid: Number(pid),
      parent: Number(parent),
      zombie: stat?.startsWith('Z') ?? false,
    }));
}

/** Every process that a process started, and they in turn. */
export function descendants(pid: number): number[] {
  const all = processes();
  const found = [pid];
  for (const ancestor of found) {
    found.push(...all.filter((row) => row.parent === ancestor).map((row) => row.pid));
  }
  return found.slice(1);
}

/** Those of the processes that still run. One that nobody has reaped yet does not. */
export function stillRunning(pids: readonly number[]): number[] {
  const all = processes();
  return pids.filter((pid) => all.some((row) => row.pid === pid && !row.zombie));
}
