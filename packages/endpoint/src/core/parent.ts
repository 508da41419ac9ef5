import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { systemClock } from './clock.ts';

/** How often parents are looked at. */
const INTERVAL_MS = 250;

/**
 * Calls `gone` once when the program that started this one has died without a word: `kill -9`, a closed terminal,
 * a crashed test runner. Under `npm run` a shell may stand between npm and us and outlive npm, so both are watched.
 */
export function watchParent(gone: () => void): void {
  if (process.connected) {
    process.once('disconnect', gone);
    return;
  }
  const parent = process.ppid;
  const underNpm = process.env['npm_lifecycle_event'] !== undefined;
  const grandparent = underNpm ? parentOf(parent) : undefined;
  const look = () => {
    // The process that adopts an orphan (init, or a subreaper) is not the one that started it.
    const orphaned = process.ppid !== parent;
    if (orphaned || (grandparent !== undefined && !isAlive(grandparent))) gone();
    else systemClock.after(INTERVAL_MS, look);
  };
  systemClock.after(INTERVAL_MS, look);
}

function parentOf(pid: number): number | undefined {
  let found: string | undefined;
  try {
    // proc_pid_stat(5): the name in parentheses may hold anything; state and parent follow the last one.
    found = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1];
  } catch {
    found = spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim();
  }
  const parent = Number(found);
  return Number.isInteger(parent) && parent > 1 ? parent : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
