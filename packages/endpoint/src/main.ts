#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { systemClock } from './core/clock.ts';
import { dropEnvironment } from './core/environment.ts';
import { type LogLevel, lineLog } from './core/log.ts';
import { watchParent } from './core/parent.ts';
import { type EndpointOptions, startEndpoint } from './endpoint.ts';

/** What the endpoint says when it answers: an IPC message to a parent that listens, else one line on stdout. */
export interface ReadyMessage {
  event: 'ready';
  /** Made at each start; `/_endpoint/health` says it too. */
  id: string;
  url: string;
  port: number;
  pid: number;
  /** The port that was asked for, where another had to be taken because it was in use. */
  wantedPort?: number;
}

/** What it says when it could not start. */
export interface FailedMessage {
  event: 'failed';
  message: string;
}

const LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error'] satisfies LogLevel[];
const DEFAULT_PORT = 4566;

/** A shutdown that takes longer is cut short; the reaper then ends the children. */
const SHUTDOWN_MS = 10_000;

const HELP = `Usage: aws-endpoint [options]

An embedded AWS endpoint on one port: DynamoDB, SQS, SNS, S3, Lambda, API Gateway, CloudFormation and what they need.

  --port <number>      First port to try; the next free one is taken when it is in use; 0 takes any (${DEFAULT_PORT})
  --host <address>     Address to listen on (127.0.0.1); other addresses are reachable from other machines
  --allowed-host <name>
                       Additional host name for requests; can be repeated
  --region <name>      AWS Region of the endpoint (us-east-1)
  --account <id>       AWS account of the endpoint, twelve digits (000000000000)
  --realistic          Show the transitional states of AWS: new resources become ready later
  --data-dir <path>    Folder that keeps the state over restarts; by default state is not kept
  --log-level <level>  debug, info, warn or error, on stderr (warn)
  --detached           Keep running when the program that started it ends
  --help               Show this help

When it is ready, it writes one line of JSON to stdout: {"event":"ready","id":…,"url":…,"port":…,"pid":…}.

Environment (the endpoint drops all other variables, so that no function can read them):
  DYNOXIDE_BINARY          Path of another DynamoDB engine binary
  LAMBDA_MAX_ENVIRONMENTS  Maximum number of Lambda processes, besides the first of each version (8 per core)
  TMPDIR                   Folder for temporary files when --data-dir is not set
`;

interface Settings {
  endpoint: EndpointOptions;
  detached: boolean;
}

function readSettings(): Settings | undefined {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: String(DEFAULT_PORT) },
      host: { type: 'string' },
      'allowed-host': { type: 'string', multiple: true },
      region: { type: 'string' },
      account: { type: 'string' },
      realistic: { type: 'boolean', default: false },
      'data-dir': { type: 'string' },
      'log-level': { type: 'string', default: 'warn' },
      detached: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new TypeError('--port must be a number between 0 and 65535.');
  }
  if (values.account !== undefined && !/^\d{12}$/.test(values.account)) {
    throw new TypeError('--account must be twelve digits.');
  }
  const level = values['log-level'];
  if (!LEVELS.includes(level)) throw new TypeError(`--log-level must be one of ${LEVELS.join(', ')}.`);
  return {
    endpoint: {
      port,
      log: lineLog((line) => process.stderr.write(line), level as LogLevel),
      ...(values.host !== undefined && { host: values.host }),
      ...(values['allowed-host'] !== undefined && { allowedHosts: values['allowed-host'] }),
      ...(values.region !== undefined && { region: values.region }),
      ...(values.account !== undefined && { accountId: values.account }),
      realistic: values.realistic,
      ...(values['data-dir'] !== undefined && { dataDirectory: values['data-dir'] }),
    },
    detached: values.detached,
  };
}

function tell(message: ReadyMessage | FailedMessage): void {
  if (process.connected) process.send?.(message);
  else if (message.event === 'ready') process.stdout.write(`${JSON.stringify(message)}\n`);
  else process.stderr.write(`${message.message}\n`);
}

async function main(): Promise<void> {
  let settings: Settings | undefined;
  try {
    settings = readSettings();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nTry --help.\n`);
    process.exitCode = 2;
    return;
  }
  if (settings === undefined) {
    process.stdout.write(HELP);
    return;
  }

  let stopping = false;
  const starting = startEndpoint(settings.endpoint);
  const stop = () => {
    // Asked twice: at once. Children go with us, whichever way we go.
    if (stopping) process.exit(1);
    stopping = true;
    systemClock.after(SHUTDOWN_MS, () => process.exit(1));
    void starting
      .then((endpoint) => endpoint.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  if (!settings.detached) watchParent(stop);

  try {
    const { id, url, port } = await starting;
    const wanted = settings.endpoint.port;
    tell({
      event: 'ready',
      id,
      url,
      port,
      pid: process.pid,
      ...(wanted !== undefined && wanted !== 0 && wanted !== port && { wantedPort: wanted }),
    });
  } catch (error) {
    tell({ event: 'failed', message: (error as Error).message });
    process.exitCode = 1;
    if (process.connected) process.disconnect();
  }
}

dropEnvironment();
// What the endpoint keeps is for the user alone.
process.umask(0o077);
await main();
