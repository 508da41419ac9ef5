import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, systemClock, type Timer } from './clock.ts';
import { type AwsError, coreError } from './errors.ts';
import { freeMemory } from './free-memory.ts';

/** Enough for every call that carries no code, records or messages; routes and protocols that need more say so. */
export const DEFAULT_BODY_BYTES = 1024 * 1024;

export interface BodyLimits {
  /** A body of more bytes waits for others of its size. */
  readonly large: number;
  /** So many bytes of large bodies are in memory at a time. */
  readonly allLarge: number;
  /**
   * Milliseconds within which a body must be here, and in which some of it must come. By the machine's own time, for
   * they are about connections: a client that stops in the middle is cut off.
   */
  readonly whole: number;
  readonly idle: number;
}

const MEGABYTE = 1024 * 1024;
export const BODY_LIMITS: BodyLimits = {
  large: 8 * MEGABYTE,
  allLarge: 160 * MEGABYTE,
  whole: 60_000,
  idle: 30_000,
};

/** How much of a refused body is still read, and how long we wait for more of it. */
const DRAINED_BYTES = 64 * MEGABYTE;
const DRAIN_IDLE_MS = 500;

/** Some time after the last body of this size, its memory is freed; later what timers have held on to. */
const FREED_BYTES = MEGABYTE;
const FREE_AFTER_MS = 1000;
const FREE_AGAIN_AFTER_MS = 14_000;

/** Takes care of the bodies of one server. Those that it reads whole share a limit of memory. */
export interface BodyReader {
  /** Ends the connection of a client that sends no more of a body that is being read. */
  watch(incoming: IncomingMessage): void;
  /**
   * Throws RequestEntityTooLarge (413) for more than `limit` bytes, and RequestTimeout (400) for a client that takes
   * too long. A large body counts until its request is answered.
   */
  read(incoming: IncomingMessage, outgoing: ServerResponse, limit: number): Promise<Buffer>;
  /**
   * Reads on what its sender still sends of a refused body: a client that finds the connection closed while it sends
   * never sees the answer.
   */
  drain(incoming: IncomingMessage): Promise<void>;
}

export function bodyReader(limits: BodyLimits = BODY_LIMITS, clock: Clock = systemClock): BodyReader {
  const waiting: (() => void)[] = [];
  let held = 0;
  let freeing: Timer | undefined;

  async function hold(outgoing: ServerResponse, bytes: number): Promise<void> {
    // One is always let in, however large.
    while (held > 0 && held + bytes > limits.allLarge && !outgoing.closed) {
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    if (outgoing.closed) return;
    held += bytes;
    outgoing.once('close', () => {
      held -= bytes;
      for (const resume of waiting.splice(0)) resume();
    });
  }

  /** What was made of the body is garbage once the request is answered. */
  function freeAfter(outgoing: ServerResponse): void {
    freeing?.cancel();
    outgoing.once('close', () => {
      freeing?.cancel();
      freeing = clock.after(FREE_AFTER_MS, () => {
        void freeMemory();
        freeing = clock.after(FREE_AGAIN_AFTER_MS, () => void freeMemory());
      });
    });
  }

  return {
    async read(incoming, outgoing, limit) {
      const declared = incoming.headers['content-length'];
      if (declared !== undefined && Number(declared) > limit) throw coreError.bodyTooLarge(limit);
      const bytes = declared === undefined ? limit : Number(declared);
      if (bytes > FREED_BYTES) freeAfter(outgoing);
      if (bytes > limits.large) await hold(outgoing, bytes);
      return collect(incoming, limit, clock, limits.whole);
    },
    watch: (incoming) => watch(incoming, clock, limits.idle),
    drain: (incoming) => drain(incoming, clock),
  };
}

/** Looks now and then, which costs nothing for each chunk. A `timeout` of the request tells its reader. */
function watch(incoming: IncomingMessage, clock: Clock, idle: number): void {
  let seen = incoming.socket.bytesRead;
  const look = () => {
    const { bytesRead } = incoming.socket;
    // Not before reading has begun, and not while the reader is the slow side.
    const isRead = incoming.readableFlowing !== null && incoming.readableLength === 0;
    if (isRead && bytesRead === seen) {
      if (!incoming.emit('timeout')) incoming.destroy();
      return;
    }
    seen = bytesRead;
    timer = clock.after(idle, look);
  };
  let timer = clock.after(idle, look);
  for (const event of ['end', 'close']) incoming.once(event, () => timer.cancel());
}

function collect(incoming: IncomingMessage, limit: number, clock: Clock, whole: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (incoming.destroyed) return reject(coreError.connectionClosed());
    const parts = collector(incoming.headers['content-length']);
    const settle = (settled: () => void) => {
      deadline.cancel();
      // A connection that is kept alive keeps its last request, and with it what its listeners hold.
      incoming
        .off('data', take)
        .off('timeout', timedOut)
        .off('end', complete)
        .off('error', broken)
        .off('close', closed);
      settled();
    };
    const refuse = (error: AwsError) => {
      incoming.pause();
      settle(() => reject(error));
    };
    const timedOut = () => refuse(coreError.bodyTimeout());
    const deadline = clock.after(whole, timedOut);
    const take = (chunk: Buffer) => {
      if (parts.add(chunk) > limit) refuse(coreError.bodyTooLarge(limit));
    };
    const complete = () => settle(() => resolve(parts.whole()));
    const broken = (cause: Error) => settle(() => reject(coreError.connectionClosed(cause)));
    const closed = () => settle(() => reject(coreError.connectionClosed()));
    incoming
      .on('data', take)
      .on('timeout', timedOut)
      .on('end', complete)
      .on('error', broken)
      .on('close', closed);
  });
}

interface Collector {
  /** Takes the next chunk, and says how many bytes there are so far. */
  add(chunk: Buffer): number;
  whole(): Buffer;
}

/** Chunks have up to 64 KiB. Thousands of them at a time would leave the allocator with memory that it cannot return. */
function collector(declared: string | undefined): Collector {
  let size = 0;
  if (declared !== undefined && Number(declared) > 64 * 1024) {
    const body = Buffer.allocUnsafeSlow(Number(declared));
    return {
      add(chunk) {
        size += chunk.copy(body, size);
        return size;
      },
      whole: () => body,
    };
  }
  const chunks: Buffer[] = [];
  return {
    add(chunk) {
      size += chunk.length;
      chunks.push(chunk);
      return size;
    },
    whole: () => (chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size)),
  };
}

function drain(incoming: IncomingMessage, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    if (incoming.readableEnded || incoming.destroyed) return resolve();
    let size = 0;
    let seen = 0;
    const done = () => {
      timer.cancel();
      incoming.off('data', drop);
      resolve();
    };
    const look = () => {
      if (size === seen) return done();
      seen = size;
      timer = clock.after(DRAIN_IDLE_MS, look);
    };
    const drop = (chunk: Buffer) => {
      size += chunk.length;
      if (size > DRAINED_BYTES) done();
    };
    let timer = clock.after(DRAIN_IDLE_MS, look);
    incoming.on('data', drop);
    for (const event of ['end', 'error', 'close']) incoming.once(event, done);
  });
}
