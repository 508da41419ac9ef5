import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll } from 'vitest';
import { createFunction, type TestFunction } from './lambda-function.ts';

const directories: string[] = [];
// When the file that uses this one is done; its functions may write until then.
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

export interface RecordingFunction<Event> {
  readonly arn: string;
  /** The events that the function was invoked with so far, in the order in which it saw them. */
  events(): Event[];
  /** Lets invocations go on that wait with `await released()`. */
  release(): void;
}

/**
 * A function that writes down each event it is given, and then answers as told: `answer` is the source text of a
 * function of the event. It may `await released()` to go on when the test says so, and ask `attempts()` for how often
 * the function was invoked, this time included, in whichever process.
 */
export async function createRecordingFunction<Event>(
  clients: { lambda(): LambdaClient },
  { answer = '() => null', ...settings }: Omit<TestFunction, 'source'> & { answer?: string },
): Promise<RecordingFunction<Event>> {
  const directory = mkdtempSync(join(tmpdir(), 'recording-'));
  directories.push(directory);
  const file = join(directory, 'events');
  const gate = join(directory, 'released');
  const created = await createFunction(clients, {
    ...settings,
    source: `
      import { appendFileSync, existsSync, readFileSync } from 'node:fs';
      import { setTimeout as sleep } from 'node:timers/promises';
      const released = async () => {
        while (!existsSync(${JSON.stringify(gate)})) await sleep(5);
      };
      const attempts = () => readFileSync(${JSON.stringify(file)}, 'utf8').split('\\n').length - 1;
      const answer = ${answer};
      export const handler = async (event) => {
        appendFileSync(${JSON.stringify(file)}, JSON.stringify(event) + '\\n');
        return answer(event);
      };`,
  });
  return {
    arn: created.FunctionArn ?? '',
    events: () =>
      existsSync(file)
        ? readFileSync(file, 'utf8')
            .split('\n')
            .slice(0, -1) // What follows the last line end is none, or still being written.
            .map((line): Event => JSON.parse(line))
        : [],
    release: () => writeFileSync(gate, ''),
  };
}
