import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type CollectGarbage = (options: { type: 'major'; execution: 'async' }) => Promise<void>;

let collectGarbage: CollectGarbage | undefined;

/**
 * Returns the memory of large buffers that are no longer used to the system. V8 does so by itself only when there
 * is more to do, which on a developer's machine may be tomorrow.
 */
export async function freeMemory(): Promise<void> {
  if (collectGarbage === undefined) {
    setFlagsFromString('--expose-gc');
    collectGarbage = runInNewContext('gc') as CollectGarbage;
  }
  // The first pass finds buffers, the second frees what their finalizers have released.
  await collectGarbage({ type: 'major', execution: 'async' });
  await collectGarbage({ type: 'major', execution: 'async' });
}
