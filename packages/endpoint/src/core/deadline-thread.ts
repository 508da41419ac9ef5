import type { Worker } from 'node:worker_threads';
import { systemClock } from './clock.ts';

/**
 * Work whose duration depends on what comes from outside, and that JavaScript cannot interrupt: it runs on a thread
 * of its own, which is ended when a job takes too long or too much memory.
 */
export interface DeadlineThread<Job, Result> {
  /** One job at a time, so that a deadline is that of one job. The first one starts the thread. */
  run(job: Job): Promise<Result | 'timeout'>;
  close(): Promise<void>;
}

/** By the machine's own time: it is the machine that would be kept busy. */
const DEADLINE_MS = 1000;

/** `start` gives a thread that posts one message when it is ready, and then one for each job. */
export function deadlineThread<Job, Result>(start: () => Worker): DeadlineThread<Job, Result> {
  const queue: { job: Job; resolve(result: Result | 'timeout'): void }[] = [];
  let thread: Promise<Worker> | undefined;
  let working = false;

  async function work(): Promise<void> {
    if (working) return;
    working = true;
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      next.resolve(await run(next.job));
    working = false;
  }

  async function run(job: Job): Promise<Result | 'timeout'> {
    thread ??= ready(start(), () => {
      thread = undefined;
    });
    const worker = await thread;
    const result = await answerOf<Job, Result>(worker, job);
    if (result === 'timeout') await worker.terminate();
    return result;
  }

  return {
    run: (job) =>
      new Promise((resolve) => {
        queue.push({ job, resolve });
        void work();
      }),
    async close() {
      for (const { resolve } of queue.splice(0)) resolve('timeout');
      await (await thread)?.terminate();
    },
  };
}

async function ready(worker: Worker, ended: () => void): Promise<Worker> {
  worker.unref();
  worker.on('error', () => {}); // Its end says enough.
  worker.once('exit', ended);
  await new Promise((resolve) => {
    worker.once('message', resolve);
    worker.once('exit', resolve);
  });
  return worker;
}

/** A thread that ends before it answers has run out of memory: that, too, is a job that takes too much. */
function answerOf<Job, Result>(worker: Worker, job: Job): Promise<Result | 'timeout'> {
  return new Promise((resolve) => {
    const done = (result: Result | 'timeout') => {
      deadline.cancel();
      worker.off('message', done);
      worker.off('exit', ended);
      worker.off('error', ended);
      resolve(result);
    };
    const ended = () => done('timeout');
    const deadline = systemClock.after(DEADLINE_MS, ended);
    worker.once('message', done);
    worker.once('exit', ended);
    worker.once('error', ended);
    worker.postMessage(job);
  });
}
