import { Worker } from 'node:worker_threads';

/** What became of testing a text against a pattern. */
export type PatternResult = 'matches' | 'differs' | 'invalid-pattern' | 'timeout';

/**
 * Regular expressions that come from outside: `^(a+)+$` takes longer than anyone waits for a text of forty letters,
 * and JavaScript cannot interrupt it. So they run on a thread of their own, which is ended when one takes too long.
 */
export interface Patterns {
  /**
   * As `new RegExp(source, flags).test(text)`. `timeout` after a second of trying; `invalid-pattern` where the source
   * is none. Costs a fraction of a millisecond; the first test of an endpoint starts the thread.
   */
  test(source: string, text: string, flags?: string): Promise<PatternResult>;
  close(): Promise<void>;
}

/** By the machine's own time: it is the machine that would be kept busy. */
const DEADLINE_MS = 1000;

/** Plain JavaScript in a string, because a worker's file would have another name in a built package. */
const WORKER = `
const { parentPort } = require('node:worker_threads');
const compiled = new Map();
function compile(source, flags) {
  const key = flags + '/' + source;
  let found = compiled.get(key);
  if (found === undefined) {
    if (compiled.size >= 100) compiled.clear();
    found = new RegExp(source, flags);
    compiled.set(key, found);
  }
  found.lastIndex = 0;
  return found;
}
parentPort.on('message', ({ source, text, flags }) => {
  let expression;
  try {
    expression = compile(source, flags);
  } catch {
    parentPort.postMessage('invalid-pattern');
    return;
  }
  parentPort.postMessage(expression.test(text) ? 'matches' : 'differs');
});
parentPort.postMessage('ready');
`;

interface Job {
  source: string;
  text: string;
  flags: string;
  resolve(result: PatternResult): void;
}

export function startPatterns(): Patterns {
  const queue: Job[] = [];
  let thread: Promise<Worker> | undefined;
  let working = false;

  /** One job at a time, so that a deadline is that of one job. */
  async function work(): Promise<void> {
    if (working) return;
    working = true;
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) job.resolve(await run(job));
    working = false;
  }

  async function run({ source, text, flags }: Job): Promise<PatternResult> {
    thread ??= startThread(() => {
      thread = undefined;
    });
    const worker = await thread;
    const result = await answerOf(worker, { source, text, flags });
    if (result === 'timeout') await worker.terminate();
    return result;
  }

  return {
    test: (source, text, flags = '') =>
      new Promise((resolve) => {
        queue.push({ source, text, flags, resolve });
        void work();
      }),
    async close() {
      for (const { resolve } of queue.splice(0)) resolve('timeout');
      await (await thread)?.terminate();
    },
  };
}

async function startThread(ended: () => void): Promise<Worker> {
  const worker = new Worker(WORKER, {
    eval: true,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  });
  worker.unref();
  worker.on('error', () => {}); // Its end says enough.
  worker.once('exit', ended);
  await new Promise((resolve) => {
    worker.once('message', resolve);
    worker.once('exit', resolve);
  });
  return worker;
}

/** A thread that ends before it answers has run out of memory: that, too, is a pattern that takes too much. */
function answerOf(worker: Worker, job: Omit<Job, 'resolve'>): Promise<PatternResult> {
  return new Promise((resolve) => {
    const done = (result: PatternResult) => {
      clearTimeout(deadline);
      worker.off('message', done);
      worker.off('exit', ended);
      worker.off('error', ended);
      resolve(result);
    };
    const ended = () => done('timeout');
    const deadline = setTimeout(ended, DEADLINE_MS);
    worker.once('message', done);
    worker.once('exit', ended);
    worker.once('error', ended);
    worker.postMessage(job);
  });
}
