import { Worker } from 'node:worker_threads';
import { deadlineThread } from './deadline-thread.ts';

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
}

export function startPatterns(): Patterns {
  const thread = deadlineThread<Job, Exclude<PatternResult, 'timeout'>>(
    () =>
      new Worker(WORKER, {
        eval: true,
        env: {},
        execArgv: [],
        resourceLimits: { maxOldGenerationSizeMb: 64 },
      }),
  );
  return {
    test: (source, text, flags = '') => thread.run({ source, text, flags }),
    close: () => thread.close(),
  };
}
