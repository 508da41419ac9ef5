import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildHandlers, handlerDirectory } from '../../../lib/build-handlers.ts';

const bundle = (path: string) => readFileSync(join(path, 'index.mjs'));

// It starts processes, which takes seconds where the machine is busy.
describe('the build of the handlers', { timeout: 60_000 }, () => {
  const built = buildHandlers();

  it('gives each release of each service a bundle of its own that can be loaded and has a handler', () => {
    const everything = built.map(({ service, release }) =>
      join(handlerDirectory(service, release), 'index.mjs'),
    );
    const load = `for (const path of ${JSON.stringify(everything)}) {
      const { handler } = await import(path);
      if (typeof handler !== 'function') throw new Error(path);
    }`;
    const env = Object.fromEntries(
      [
        'SHARED',
        'PAYMENTS',
        'FRAUD',
        'CARRIER',
        'CALLBACKS',
        'ANALYTICS',
        'EMAIL',
        'JOURNAL',
        'REGISTRY',
        'RECORDS',
        'DELIVERIES',
        'DUAL_WRITE',
        'ORDERING',
      ]
        .map((name) => [`${name}_TABLE`, 'table'])
        .concat(
          ['PAYMENTS', 'FRAUD', 'CARRIER', 'REGISTRY'].flatMap((name) => [
            [`${name}_API_ID`, 'id'],
            [`${name}_API_STAGE`, 'live'],
          ]),
        )
        .concat([
          ['TOPIC_ARN', 'arn'],
          ['QUEUES', '[]'],
          ['GROUP_QUEUES', '{}'],
          ...['SET_ASIDE', 'DEAD_LETTER', 'STANDARD', 'FIFO'].map((name) => [`${name}_QUEUE_URL`, 'url']),
          ['ARCHIVE_BUCKET', 'bucket'],
          ['AWS_REGION', 'us-east-1'],
        ]),
    );
    execFileSync(process.execPath, ['--input-type=module', '--eval', load], { env });
  });

  it('gives the same bytes again, and leaves what has not changed untouched', () => {
    const path = join(handlerDirectory('profiles', 'v1'), 'index.mjs');
    const before = statSync(path).mtimeMs;
    const build = "await import('./lib/build-handlers.ts').then(({ buildHandlers }) => buildHandlers())";
    execFileSync(process.execPath, ['--input-type=module', '--eval', build]);
    expect(statSync(path).mtimeMs).toBe(before);
  });

  it('keeps releases apart: what is in one is not in another', () => {
    const profiles = built.filter(({ service }) => service === 'profiles');
    const bundles = profiles.map(({ service, release }) =>
      bundle(handlerDirectory(service, release)).toString(),
    );
    expect(bundles).toHaveLength(3);
    expect(new Set(bundles).size).toBe(3);
  });

  it('keeps bundles small, for a cold start reads all of one', () => {
    for (const { service, release, bytes } of built) {
      expect(bytes, `${service} ${release}`).toBeLessThan(800 * 1024);
    }
  });
});
