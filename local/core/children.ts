import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** Programs that the endpoint starts. None outlives it: not on close, not on Ctrl-C, not when it is killed. */
export interface Children {
  /** Starts a program as the head of a process group of its own; what it starts itself goes when it goes. */
  spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess;
  /** Has a scratch directory removed when the endpoint ends without being able to do it itself. */
  removeAtEnd(directory: string): void;
  /** Kills what is still running and waits until it is gone. */
  close(): Promise<void>;
}

/**
 * Reads lines `+pid`, `-pid` and `=directory`. When its input ends, it kills the process groups that are left and
 * removes the directory. Its input is a pipe that only we hold, so it ends however we die, SIGKILL included.
 */
const REAPER = `
pids=" "
directory=
while IFS= read -r line; do
  rest=\${line#?}
  case $line in
    +*) pids="$pids$rest " ;;
    -*) pids="\${pids%% $rest *} \${pids#* $rest }" ;;
    =*) directory=$rest ;;
  esac
done
for pid in $pids; do kill -9 -"$pid"; done 2>/dev/null
if [ -n "$directory" ]; then rm -rf -- "$directory"; fi
`;

/** Windows has neither process groups nor the shell: there, only a clean close ends children. */
const POSIX = process.platform !== 'win32';

export function startChildren(): Children {
  const running = new Map<ChildProcess, Promise<void>>();
  let reaper: Reaper | undefined;
  let scratch: string | undefined;

  function tellReaper(line: string): void {
    if (!POSIX) return;
    if (reaper === undefined) {
      const started = startReaper();
      reaper = started;
      void started.gone.then(() => {
        if (reaper === started) reaper = undefined;
      });
      // The one before may have been killed by somebody: this one has to know of everybody.
      for (const { pid } of running.keys()) if (pid !== undefined) started.tell(`+${pid}`);
      if (scratch !== undefined) started.tell(`=${scratch}`);
      return;
    }
    reaper.tell(line);
  }

  return {
    spawn(command, args, options) {
      // A group of its own: Ctrl-C in a terminal reaches the endpoint only, which then ends its children in order.
      const child = spawn(command, args, { ...options, detached: POSIX });
      const gone = new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.once('error', () => resolve());
      });
      running.set(child, gone);
      if (child.pid !== undefined) tellReaper(`+${child.pid}`);
      void gone.then(() => {
        running.delete(child);
        if (child.pid === undefined) return;
        killGroup(child.pid);
        tellReaper(`-${child.pid}`);
      });
      return child;
    },
    removeAtEnd(directory) {
      scratch = directory;
      tellReaper(`=${directory}`);
    },
    async close() {
      for (const child of running.keys()) {
        child.kill('SIGKILL');
        if (child.pid !== undefined) killGroup(child.pid);
      }
      await Promise.all(running.values());
      await reaper?.dismiss();
    },
  };
}

interface Reaper {
  tell(line: string): void;
  /** Ends it, when nobody is left for it to kill. */
  dismiss(): Promise<void>;
  readonly gone: Promise<void>;
}

function startReaper(): Reaper {
  const shell = spawn('/bin/sh', ['-c', REAPER], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const gone = new Promise<void>((resolve) => {
    shell.once('exit', () => resolve());
    shell.once('error', () => resolve());
  });
  shell.unref();
  shell.stdin.on('error', () => {}); // It may be gone before us when everything of a user is killed.
  return {
    tell: (line) => void shell.stdin.write(`${line}\n`),
    dismiss() {
      shell.ref();
      shell.stdin.end();
      return gone;
    },
    gone,
  };
}

function killGroup(pid: number): void {
  if (!POSIX) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in the group, which is what was wanted.
  }
}
