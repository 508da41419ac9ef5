import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives a test run a temporary folder of its own, which has to be empty at the end: what tests and the programs that
 * they start leave there would fill the machines of those who run them.
 */
export default function setup(): () => void {
  const before = process.env['TMPDIR'];
  const folder = mkdtempSync(join(tmpdir(), 'dataflow-test-'));
  process.env['TMPDIR'] = folder;
  // npm would keep compiled code there.
  process.env['NODE_COMPILE_CACHE'] ??= join(process.cwd(), 'node_modules/.cache/tests');
  return () => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    const left = readdirSync(folder);
    rmSync(folder, { recursive: true, force: true });
    if (left.length > 0) throw new Error(`Tests left files in the temporary folder: ${left.join(', ')}`);
  };
}
