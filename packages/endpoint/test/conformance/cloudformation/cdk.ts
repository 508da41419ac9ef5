import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Endpoint } from '../../../src/endpoint.ts';

const ROOT = join(import.meta.dirname, '../../../../..');

/** What the CLI remembers between runs is the tests' own. */
export const CDK_HOME = join(tmpdir(), `album-cdk-home-${process.pid}`);

export interface CliResult {
  status: number | null;
  /** Standard output and standard error, in the order in which they came. */
  output: string;
}

/** Runs the unmodified CDK command line, as a user would: `cdklocal deploy --all`. */
export function cdklocal(endpoint: Pick<Endpoint, 'url'>, args: readonly string[]): Promise<CliResult> {
  return run('cdklocal', endpoint, args);
}

export function run(
  program: 'cdk' | 'cdklocal',
  { url }: Pick<Endpoint, 'url'>,
  args: readonly string[],
): Promise<CliResult> {
  const { PATH, HOME } = process.env;
  const bin = join(ROOT, 'node_modules/.bin');
  const child = spawn(join(bin, program), [...args, '--no-notices', '--no-version-reporting', '--no-color'], {
    cwd: join(import.meta.dirname, 'app'),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      // The app runs on the pinned Node, which is the first on this path.
      PATH: `${bin}:${PATH}`,
      HOME,
      CI: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CDK_HOME,
      AWS_ENDPOINT_URL: url,
      AWS_ENDPOINT_URL_S3: url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}
