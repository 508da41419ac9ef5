import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { machineVariables } from './environment.ts';
import { type Reaper, startReaper } from './reaper.ts';

export interface ChildOptions extends Omit<SpawnOptions, 'env' | 'detached'> {
  /** The whole environment; what a program needs of the machine unless set. Never the user's own. */
  env?: Record<string, string>;
}

/** Programs that the endpoint starts. None outlives it: not on close, not on Ctrl-C, not when it is killed. */
export interface Children {
  /** Starts a program as the head of a process group of its own; what it starts itself ends when it ends. */
  spawn(command: string, args: readonly string[], options: ChildOptions): ChildProcess;
  /** Has a scratch directory removed when the endpoint ends without being able to do it itself. */
  removeAtEnd(directory: string): void;
  /** Kills what is still running and waits until it is gone. */
  close(): Promise<void>;
}

/** Windows has neither process groups nor the shell: there, only a clean close ends children. */
const POSIX = process.platform !== 'win32';

/** Carries a process's mark to whatever that process starts, also in another process group or session. */
const MARK_VARIABLE = '_EMBEDDED_ENDPOINT_PROCESS';

/** `endpointId` tells the processes of this endpoint apart from those of others. */
export function startChildren(endpointId: string): Children {
  const mark = `${MARK_VARIABLE}=${endpointId}.`;
  const running = new Map<ChildProcess, Promise<void>>();
  let count = 0;
  const scratch: string[] = [];
  let current: Reaper | undefined;
  let closing = false;

  function reaper(): Reaper | undefined {
    if (!POSIX || closing || current !== undefined) return current;
    const started = startReaper(mark);
    current = started;
    void started.gone.then(() => {
      if (current === started) current = undefined;
    });
    // An earlier one may have been killed: this one has to know everything.
    for (const { pid } of running.keys()) if (pid !== undefined) started.add(pid);
    for (const directory of scratch) started.removeAtEnd(directory);
    return started;
  }

  return {
    spawn(command, args, { env = machineVariables(), ...options }) {
      count += 1;
      const own = `${endpointId}.${count}.`;
      // A group of its own: Ctrl-C in a terminal reaches the endpoint only, which then ends its children in order.
      const child = spawn(command, args, {
        ...options,
        env: { ...env, [MARK_VARIABLE]: own },
        detached: POSIX,
      });
      const gone = new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.once('error', () => resolve());
      });
      const { pid } = child;
      if (pid !== undefined) reaper()?.add(pid);
      running.set(child, gone);
      void gone.then(() => {
        running.delete(child);
        if (pid === undefined) return;
        killGroup(pid);
        reaper()?.remove(pid, `${MARK_VARIABLE}=${own}`);
      });
      return child;
    },
    removeAtEnd(directory) {
      scratch.push(directory);
      reaper()?.removeAtEnd(directory);
    },
    async close() {
      closing = true;
      for (const child of running.keys()) {
        child.kill('SIGKILL');
        if (child.pid !== undefined) killGroup(child.pid);
      }
      await Promise.all(running.values());
      await current?.finish();
    },
  };
}

function killGroup(pid: number): void {
  if (!POSIX) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is empty already.
  }
}
