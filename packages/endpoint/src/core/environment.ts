/** What a program needs of the machine to start at all. None of it is a secret. */
const OF_THE_MACHINE = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LD_LIBRARY_PATH'];

/** What the endpoint itself reads besides. */
const OF_THE_ENDPOINT = [
  ...OF_THE_MACHINE,
  'DYNOXIDE_BINARY',
  'LAMBDA_MAX_ENVIRONMENTS',
  'NODE_COMPILE_CACHE',
  // Says that a shell of npm's may be our parent; see `parent.ts`.
  'npm_lifecycle_event',
];

type Variables = Record<string, string>;

/** All that a program started by the endpoint inherits. The rest of the user's environment holds credentials. */
export function machineVariables(environment: NodeJS.ProcessEnv = process.env): Variables {
  return pick(OF_THE_MACHINE, environment);
}

/**
 * All that the endpoint's own process inherits: a function can read `/proc/<pid>/environ` of the process that started
 * it, which holds what that process was started with.
 */
export function endpointVariables(environment: NodeJS.ProcessEnv = process.env): Variables {
  return pick(OF_THE_ENDPOINT, environment);
}

/**
 * Replaces this process by the same program with a short environment, where it has a longer one. The process id, the
 * standard streams and the parent stay. Returns where that is not needed or not possible: on Windows, and for a
 * program with an IPC channel, which `spawnEndpoint` starts with the short environment.
 */
export function dropEnvironment(): void {
  const kept = endpointVariables();
  if (process.connected || process.execve === undefined || process.platform === 'win32') return;
  if (Object.keys(process.env).every((name) => Object.hasOwn(kept, name))) return;
  const [, ...args] = process.argv;
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...args], kept);
}

function pick(names: readonly string[], environment: NodeJS.ProcessEnv): Variables {
  const picked: Variables = {};
  for (const name of names) {
    const value = environment[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
