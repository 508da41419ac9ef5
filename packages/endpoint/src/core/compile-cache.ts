import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Where Node keeps compiled modules of the program in `directory`: in the `node_modules` that it is installed in, or
 * that it uses. Without a cache, a start of the endpoint takes 45 ms and 18 MB more. Empty where there is none; Node
 * goes on without a cache where it cannot write.
 */
export function compileCacheVariable(directory: string): { NODE_COMPILE_CACHE?: string } {
  for (let at = directory; at !== dirname(at); at = dirname(at)) {
    const modules = basename(at) === 'node_modules' ? at : join(at, 'node_modules');
    if (existsSync(modules)) return { NODE_COMPILE_CACHE: join(modules, '.cache', 'embedded-endpoint') };
  }
  return {};
}
