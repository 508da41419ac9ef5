import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { eventually } from '../../packages/testing/src/eventually.ts';
import { commandBlocks } from '../support/readme-commands.ts';

/** What a newcomer copies from the README must work as it stands there, in the order in which it stands there. */
const README = readFileSync('README.md', 'utf8');
const blocks = commandBlocks(README);
const commands = blocks.filter((block) => block.notRunHere === undefined).flatMap((block) => block.commands);

/** These two are what runs this test; running them here would never end. */
const RUN_BY_CI = ['npm ci', 'npm test'];

/** Run by another test, which also looks at what it prints and leaves behind. */
const RUN_BY_ANOTHER_TEST = { 'npm run demo': 'test/e2e/demo.test.ts' };

/**
 * A benchmark's figures are its reader's to judge; that it runs and reports is shown by one run of the quick ones. Of
 * the scenarios only one reads orders, and one more is enough for a comparison.
 */
const SHORTENED: Record<string, string> = {
  'npm run bench': 'npm run bench -- --runs 1 --only start',
  'npm run demo -- --orders docs/examples/orders.csv --json out.json':
    'npm run demo -- --orders docs/examples/orders.csv --json out.json --scenario order-through-three-modes --scenario write-to-visible',
};

const background: Started[] = [];

afterAll(async () => {
  for (const each of background) {
    // Ctrl-C in a terminal reaches the foreground process group.
    if (each.pid !== undefined) process.kill(-each.pid, 'SIGINT');
    await each.ended;
  }
});

test('CI installs and tests as the README says', () => {
  const ci = readFileSync('.ci/run', 'utf8');
  expect(ci).toContain('npm ci');
  expect(ci).toContain('npm run check');
  expect(JSON.parse(readFileSync('package.json', 'utf8')).scripts.check).toContain('npm test');
  expect(commands).toEqual(expect.arrayContaining(RUN_BY_CI));
});

test('what is not run here says why', () => {
  const untold = blocks.filter(({ notRunHere }) => notRunHere !== undefined && notRunHere.length < 10);
  expect(untold).toEqual([]);
});

test.each(Object.entries(RUN_BY_ANOTHER_TEST))('`%s` is run by %s', (command, file) => {
  expect(readFileSync(file, 'utf8')).toContain(`\`${command}\``);
});

describe('in the README', () => {
  const rest = commands.filter(
    (command) => !RUN_BY_CI.includes(command) && !Object.hasOwn(RUN_BY_ANOTHER_TEST, command),
  );

  test.each(rest)('`%s` works', { timeout: 240_000 }, async (command) => {
    const started = run(SHORTENED[command] ?? command);
    if (command.includes('-- local')) {
      background.push(started);
      await eventually('the endpoint answers', () => started.output().includes('Ctrl-C ends it'));
      return;
    }
    const status = await started.ended;
    expect(status, started.output()).toBe(0);
  });
});

interface Started {
  pid: number | undefined;
  output(): string;
  ended: Promise<number | null>;
}

function run(command: string): Started {
  const child: ChildProcess = spawn('sh', ['-c', command], {
    // As in a terminal of its own, in which nobody has set anything for AWS.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  return {
    pid: child.pid,
    output: () => output,
    ended: new Promise((resolve) => child.once('close', resolve)),
  };
}
