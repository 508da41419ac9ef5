import type { ChildProcess } from 'node:child_process';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { EndpointContext } from '../core/context.ts';
import { advice, findBinary } from './binary.ts';
import { chooseEngineAddress, type EngineAddress } from './engine-address.ts';
import { EngineError } from './engine-error.ts';
import { dynamoDbError } from './errors.ts';
import { Gate } from './gate.ts';
import { Suspects } from './suspects.ts';

export interface EngineAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Sends a request as it is. Throws AwsError when the engine cannot answer it. */
export type Post = (headers: Record<string, string>, body: Uint8Array | string) => Promise<EngineAnswer>;

/** The database engine: dynoxide, a child process that keeps everything in one SQLite file. */
export interface Engine {
  /** The SQLite file, which holds the records of streams too. */
  readonly databasePath: string;
  readonly post: Post;
  /** Runs work while no other request is under way, such as a write that depends on what it has read. */
  alone<T>(work: (post: Post) => Promise<T>): Promise<T>;
  close(): void;
}

/** A port that was free a moment ago may be taken by now. */
const PORT_ATTEMPTS = 5;
/** After so many deaths within the window, the engine is not started again before the window has passed. */
const MAX_DEATHS = 10;
const DEATH_WINDOW_MS = 60_000;
/** How long after a broken connection the end of the engine may be seen. */
const END_MS = 1000;

interface Running {
  readonly address: EngineAddress;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
}

/** Starts the engine and resolves when it listens. One that dies later is started again by the next request. */
export async function startEngine(context: EndpointContext): Promise<Engine> {
  const { clock } = context;
  const databasePath = join(context.databaseDirectory, 'dynamodb.sqlite');
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const gate = new Gate();
  const suspects = new Suspects(clock);
  let running: Promise<Running> | undefined;
  let deaths: number[] = [];
  let closed = false;

  const launch = async (): Promise<Running> => {
    const binary = findBinary();
    for (let attempt = 1; ; attempt += 1) {
      const address = await chooseEngineAddress(context.newId());
      const child = context.children.spawn(
        binary,
        ['serve', '--host', address.host, '--port', String(address.port), '--db-path', databasePath],
        { stdio: ['ignore', 'ignore', 'pipe'] },
      );
      const refusal = await listening(child);
      if (refusal === undefined) {
        const ended = new Promise<void>((resolve) => {
          child.once('exit', (code, signal) => {
            resolve();
            if (closed) return;
            running = undefined;
            deaths.push(clock.now());
            context.log('error', 'the DynamoDB engine exited', { code, signal });
          });
        });
        return { address, ended };
      }
      if (!refusal.includes('already in use') || attempt === PORT_ATTEMPTS) {
        throw new EngineError(
          'crashed',
          `The DynamoDB engine ${binary} did not start: ${refusal}. ${advice()}`,
        );
      }
    }
  };

  const current = (): Promise<Running> => {
    deaths = deaths.filter((time) => time > clock.now() - DEATH_WINDOW_MS);
    if (deaths.length >= MAX_DEATHS)
      throw dynamoDbError.engineUnstable(deaths.length, DEATH_WINDOW_MS / 1000);
    if (running === undefined) {
      running = launch();
      running.catch(() => {
        running = undefined;
      });
    }
    return running;
  };

  const send: Post = async (headers, body) => {
    const { address, ended } = await current();
    try {
      return await exchange(agent, address, headers, body);
    } catch (cause) {
      if (await within(ended, END_MS, clock)) suspects.blame(targetOf(headers), body);
      throw dynamoDbError.engineFailed(cause);
    }
  };

  const sendAlone: Post = async (headers, body) => {
    if (suspects.of(targetOf(headers), body) === 'guilty') throw dynamoDbError.fatalRequest();
    const answer = await send(headers, body);
    suspects.clear(targetOf(headers), body);
    return answer;
  };

  await current();

  return {
    databasePath,
    post(headers, body) {
      // A suspect runs alone, so that a further death is the fault of that request and of no other.
      return suspects.of(targetOf(headers), body) === 'none'
        ? gate.shared(() => send(headers, body))
        : gate.alone(() => sendAlone(headers, body));
    },
    alone: (work) => gate.alone(() => work(sendAlone)),
    close() {
      closed = true;
      agent.destroy();
    },
  };
}

function targetOf(headers: Record<string, string>): string {
  return headers['x-amz-target'] ?? '';
}

/** Whether something happens before a time has passed. */
function within(event: Promise<void>, milliseconds: number, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = clock.after(milliseconds, () => resolve(false));
    void event.then(() => {
      timer.cancel();
      resolve(true);
    });
  });
}

function exchange(
  agent: Agent,
  address: EngineAddress,
  headers: Record<string, string>,
  body: Uint8Array | string,
): Promise<EngineAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        ...address,
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
