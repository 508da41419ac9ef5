import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findOutput, type StackOutputs } from './find-output.ts';
import { type RunCdkOptions, runCdk } from './run-cdk.ts';
import { onClose, type TestEndpoint } from './test-endpoint.ts';

export interface DeployOptions {
  /** Names of the stacks to deploy, with what they depend on; all by default. */
  stacks?: readonly string[];
  /** Context for the app, as `cdk deploy --context name=value`. */
  context?: Readonly<Record<string, string>>;
  /** Environment variables for the app, such as those it reads its configuration from. */
  env?: Readonly<Record<string, string>>;
}

/** A CDK app that is deployed to a test endpoint. */
export interface TestApp {
  readonly outputs: StackOutputs;
  /**
   * The value of the one output of this name, in whichever stack.
   *
   * @throws {TestingError} `output-not-found`, `output-ambiguous`
   */
  output(name: string): string;
  /** Deletes the stacks, as `cdk destroy` does. Not needed where the endpoint closes next. */
  destroy(): Promise<void>;
}

const bootstrapped = new WeakMap<TestEndpoint, Promise<void>>();

/**
 * Deploys a CDK app with the unmodified CDK CLI. `directory` is where its `cdk.json` is; nothing is written there. The
 * first deployment to an endpoint bootstraps it.
 *
 * @throws {TestingError} `cdk-not-installed`, `cdk-failed`
 */
export async function deployTestApp(
  endpoint: TestEndpoint,
  directory: string,
  { stacks, context = {}, env }: DeployOptions = {},
): Promise<TestApp> {
  const scratch = await mkdtemp(join(tmpdir(), 'test-app-'));
  onClose(endpoint, () => rm(scratch, { recursive: true, force: true }));
  const options: RunCdkOptions = { directory: resolve(directory), scratch, ...(env && { env }) };

  await bootstrapOnce(endpoint, options);
  const selection = stacks ?? ['--all'];
  const assembly = join(scratch, 'cdk.out');
  const outputsFile = join(scratch, 'outputs.json');
  await runCdk(
    endpoint,
    [
      'deploy',
      ...selection,
      ...['--require-approval', 'never', '--output', assembly, '--outputs-file', outputsFile],
      ...Object.entries(context).flatMap(([name, value]) => ['--context', `${name}=${value}`]),
    ],
    options,
  );
  const outputs = await readOutputs(outputsFile);
  return {
    outputs,
    output: (name) => findOutput(outputs, name),
    destroy: () => runCdk(endpoint, ['destroy', ...selection, '--force', '--app', assembly], options),
  };
}

function bootstrapOnce(endpoint: TestEndpoint, options: RunCdkOptions): Promise<void> {
  let done = bootstrapped.get(endpoint);
  if (done === undefined) {
    const environment = `aws://${endpoint.account}/${endpoint.region}`;
    const output = join(options.scratch, 'bootstrap');
    done = runCdk(endpoint, ['bootstrap', environment, '--output', output], options);
    // One that failed may be tried again.
    done.catch(() => bootstrapped.delete(endpoint));
    bootstrapped.set(endpoint, done);
  }
  return done;
}

/** The CLI writes no file for an app without outputs. */
async function readOutputs(file: string): Promise<StackOutputs> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
