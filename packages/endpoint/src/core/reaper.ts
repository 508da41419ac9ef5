import { spawn } from 'node:child_process';
import { machineVariables } from './environment.ts';

/**
 * Ends what the endpoint leaves behind, however the endpoint ends: its input is a pipe that only we hold, and which
 * closes with us, SIGKILL included. It is a shell, which starts in a millisecond and needs a megabyte.
 */
export interface Reaper {
  /** A process group to kill at the end. */
  add(pid: number): void;
  /** A process that is gone. Ends the processes with this mark in their environment, which it left behind. */
  remove(pid: number, mark: string): void;
  /** A directory to remove at the end. */
  removeAtEnd(directory: string): void;
  /** Has it do its work now, and resolves when it is done. */
  finish(): Promise<void>;
  readonly gone: Promise<void>;
}

/**
 * Reads the common mark, then `+pid`, `-pid mark` and `=directory`, a line each. A process that has left its group is
 * found by the mark that it inherited in its environment.
 */
const SCRIPT = `
pids=" "
set --

marked() {
  if [ -r /proc/self/environ ]; then
    for file in $(grep -lsF -e "$1" /proc/[0-9]*/environ); do
      file=\${file#/proc/}
      echo "\${file%/environ}"
    done
  else
    ps -A -E -ww -o pid= -o command= | while read -r pid command; do
      case $command in *"$1"*) echo "$pid" ;; esac
    done
  fi
}

sweep() {
  for round in 1 2 3 4 5; do
    found=$(marked "$1")
    if [ -z "$found" ]; then return; fi
    kill -9 $found
  done
}

exec 2>/dev/null
IFS= read -r mark
while IFS= read -r line; do
  rest=\${line#?}
  case $line in
    +*) pids="$pids$rest " ;;
    -*)
      pid=\${rest%% *}
      pids="\${pids%% $pid *} \${pids#* $pid }"
      sweep "\${rest#* }"
      ;;
    =*) set -- "$@" "$rest" ;;
  esac
done
for pid in $pids; do kill -9 -"$pid"; done
sweep "$mark"
for directory in "$@"; do rm -rf -- "$directory"; done
`;

/** `mark` begins every mark of the processes that the endpoint starts. */
export function startReaper(mark: string): Reaper {
  const shell = spawn('/bin/sh', ['-c', SCRIPT], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: machineVariables(),
    detached: true,
  });
  const gone = new Promise<void>((resolve) => {
    shell.once('exit', () => resolve());
    shell.once('error', () => resolve());
  });
  shell.unref();
  shell.stdin.on('error', () => {}); // It may be gone before us when all processes of a user are killed.
  const write = (line: string) => void shell.stdin.write(`${line}\n`);
  // Not an argument: where marks are looked for among the output of ps, the shell would find itself.
  write(mark);
  return {
    add: (pid) => write(`+${pid}`),
    remove: (pid, ofIt) => write(`-${pid} ${ofIt}`),
    removeAtEnd: (directory) => write(`=${directory}`),
    finish() {
      shell.ref();
      shell.stdin.end();
      return gone;
    },
    gone,
  };
}
