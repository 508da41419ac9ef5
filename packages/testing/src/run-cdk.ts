import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { TestingError } from './errors.ts';
import { onClose, type TestEndpoint } from './test-endpoint.ts';

export interface RunCdkOptions {
  /** Where the app's `cdk.json` is. */
  directory: string;
  /** Where the CLI may keep files, its cache of accounts among them. */
  scratch: string;
  /** Further variables for the app. */
  env?: Readonly<Record<string, string>>;
}

const QUIET = ['--no-notices', '--no-version-reporting', '--no-color', '--ci'];

/**
 * Runs the CDK CLI that the app's own project has installed, unmodified, against a test endpoint.
 *
 * @throws {TestingError} `cdk-not-installed`, `cdk-failed`
 */
export async function runCdk(
  endpoint: TestEndpoint,
  args: readonly string[],
  { directory, scratch, env }: RunCdkOptions,
): Promise<void> {
  const child = spawn(process.execPath, [findCdk(directory), ...args, ...QUIET], {
    cwd: directory,
    env: { ...withoutAws(process.env), ...cdkVariables(endpoint, scratch), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that the app that the CLI runs ends with it.
    detached: process.platform !== 'win32',
  });
  let output = '';
  const read = (text: string) => {
    output += text;
  };
  child.stdout.setEncoding('utf8').on('data', read);
  child.stderr.setEncoding('utf8').on('data', read);
  const kill = () => killGroup(child);
  process.once('exit', kill);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  onClose(endpoint, async () => {
    kill();
    await ended.catch(() => {});
  });
  try {
    const status = await ended;
    if (status === 0) return;
    const reason = status === null ? 'was stopped' : `exited with status ${status}`;
    throw new TestingError('cdk-failed', `cdk ${args.join(' ')} ${reason}:\n${output}`);
  } finally {
    process.off('exit', kill);
  }
}

/** The `aws-cdk` of the app's project; that of the test's project where the app has none. */
function findCdk(directory: string): string {
  for (const project of [directory, process.cwd()]) {
    try {
      return createRequire(join(project, 'package.json')).resolve('aws-cdk/bin/cdk');
    } catch {
      // Next.
    }
  }
  throw new TestingError(
    'cdk-not-installed',
    `The CDK CLI is not installed in ${directory} or above. Run: npm install --save-dev aws-cdk`,
  );
}

/** No profile, credential or endpoint of the user's own may lead a test to an AWS account. */
function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(AWS|CDK)_/i.test(name)));
}

function cdkVariables(endpoint: TestEndpoint, scratch: string): Record<string, string> {
  return {
    ...endpoint.environment,
    // The app runs on the Node that runs the test.
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    AWS_CONFIG_FILE: join(scratch, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(scratch, 'no-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_HOME: join(scratch, 'home'),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
