import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/**
 * `npm test`. With arguments it is `vitest run` with these arguments.
 *
 * Without, it runs all tests: the unit tests, then conformance and end-to-end tests side by side. Both wait for timers
 * and processes half of the time, each runs its files one after the other, and neither touches what the other deploys.
 */
const VITEST = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
const CLOSING_LINE = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m;

interface Ended {
  status: number;
  output: string;
}

async function vitest(args: readonly string[], show: boolean): Promise<Ended> {
  const child = spawn(process.execPath, [VITEST, 'run', ...args], { stdio: ['inherit', 'pipe', 'pipe'] });
  if (show) {
    child.stdout.pipe(process.stdout, { end: false });
    child.stderr.pipe(process.stderr, { end: false });
  }
  const status = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await status, output: `${stdout}${stderr}` };
}

async function runAll(): Promise<number> {
  const unit = await vitest(['--project', 'unit'], true);
  const conformance = vitest(['--project', 'conformance'], false);
  const e2e = await vitest(['--project', 'e2e'], true);
  process.stdout.write((await conformance).output);
  const ended = [unit, await conformance, e2e];
  const totals = ended
    .map(({ output }) => CLOSING_LINE.exec(output) ?? ['', '0', '1', '0'])
    .reduce((sums, [, ...counts]) => sums.map((sum, index) => sum + Number(counts[index] ?? 0)), [0, 0, 0]);
  const [passed, failed, skipped = 0] = totals;
  console.log(
    `\nAll projects:\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  );
  return ended.some(({ status }) => status !== 0) ? 1 : 0;
}

const args = process.argv.slice(2);
if (args.length === 0) process.exitCode = await runAll();
else {
  const child = spawn(process.execPath, [VITEST, 'run', ...args], { stdio: 'inherit' });
  child.once('close', (code) => {
    process.exitCode = code ?? 1;
  });
}
