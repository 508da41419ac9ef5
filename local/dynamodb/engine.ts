import type { ChildProcess } from 'node:child_process';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { EndpointContext } from '../core/context.ts';
import { advice, findBinary } from './binary.ts';
import { EngineError, engineFailed } from './errors.ts';

export interface EngineAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** The database engine: dynoxide, a child process that keeps everything in one SQLite file. */
export interface Engine {
  /** The SQLite file, which holds the records of streams too. */
  readonly databasePath: string;
  /** Sends a request as it is. Throws AwsError when the engine dies over it, EngineError when it cannot be run. */
  post(headers: Record<string, string>, body: Uint8Array | string): Promise<EngineAnswer>;
  close(): void;
}

/** A port that was free a moment ago may be taken by now. */
const PORT_ATTEMPTS = 5;
/** Deaths in a row, without an answer between them, after which the engine is given up. */
const MOST_DEATHS = 3;

/** Starts the engine and resolves when it listens. One that dies later is started again by the next request. */
export async function startEngine(context: EndpointContext): Promise<Engine> {
  const databasePath = join(context.directory, 'dynamodb.sqlite');
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let running: Promise<number> | undefined;
  let deaths = 0;
  let closed = false;

  const launch = async (): Promise<number> => {
    const binary = findBinary();
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort();
      const child = context.children.spawn(
        binary,
        ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', databasePath],
        { stdio: ['ignore', 'ignore', 'pipe'] },
      );
      const refusal = await listening(child);
      if (refusal === undefined) {
        child.once('exit', (code, signal) => {
          if (closed) return;
          running = undefined;
          deaths += 1;
          context.log('error', 'the DynamoDB engine ended', { code, signal });
        });
        return port;
      }
      if (!refusal.includes('already in use') || attempt === PORT_ATTEMPTS) {
        throw new EngineError(
          'crashed',
          `The DynamoDB engine ${binary} did not start: ${refusal}. ${advice()}`,
        );
      }
    }
  };

  const portOf = (): Promise<number> => {
    if (deaths >= MOST_DEATHS) {
      throw new EngineError('crashed', `The DynamoDB engine ended ${deaths} times in a row. ${advice()}`);
    }
    if (running === undefined) {
      running = launch();
      running.catch(() => {
        running = undefined;
      });
    }
    return running;
  };

  await portOf();

  return {
    databasePath,
    async post(headers, body) {
      const port = await portOf();
      try {
        const answer = await exchange(agent, port, headers, body);
        deaths = 0;
        return answer;
      } catch (cause) {
        throw engineFailed(cause);
      }
    },
    close() {
      closed = true;
      agent.destroy();
    },
  };
}

function exchange(
  agent: Agent,
  port: number,
  headers: Record<string, string>,
  body: Uint8Array | string,
): Promise<EngineAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const whole = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
          resolve({ status: incoming.statusCode ?? 500, headers: incoming.headers, body: whole });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Undefined once the engine says that it listens, or what it said (or the system did) when it did not. */
function listening(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < 2000) said += text;
      if (said.includes('listening on')) resolve(undefined);
    });
    child.once('error', (error) => resolve(error.message));
    // `close` comes after the last of stderr, which has the reason.
    child.once('close', (code, signal) =>
      resolve(said.trim() || `it ended with ${signal ?? `status ${code}`}`),
    );
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
