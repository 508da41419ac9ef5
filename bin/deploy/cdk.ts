import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target } from '../../driver/targets/target.ts';
import { installed, runTool } from '../run-tool.ts';
import { accountOf } from '../targets/reachable.ts';

export interface CdkOptions {
  signal: AbortSignal;
  cwd?: string;
  onLine?(line: string): void;
}

/** Questions are answered beforehand, and nothing is looked up or sent elsewhere. */
const ALWAYS = ['--no-notices', '--no-version-reporting', '--no-color', '--ci'];
const ENVIRONMENT = { CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_VALIDATION: 'false' };

/** Runs the CDK's own command line against a target. @throws {ToolError} with the last that it wrote */
export async function cdk(
  target: Target,
  args: readonly string[],
  { signal, onLine, cwd }: CdkOptions,
): Promise<void> {
  return runTool(installed(target.cdk), [...args, ...ALWAYS], {
    signal,
    env: { ...ENVIRONMENT, ...target.environment, ...(await credentials(target)) },
    ...(onLine && { onLine }),
    ...(cwd !== undefined && { cwd }),
  });
}

/**
 * The CDK remembers the account of an access key in the user's home, also that of `test`. An endpoint takes any key,
 * so each account gets one of its own; LocalStack takes such a key for the account, too.
 */
async function credentials(target: Target): Promise<Record<string, string>> {
  if (target.cdk !== 'cdklocal') return {};
  return {
    AWS_ACCESS_KEY_ID: await accountOf(target),
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENVAR_ALLOWLIST: [
      ...(target.environment['AWS_ENVAR_ALLOWLIST']?.split(',') ?? []),
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
    ].join(','),
  };
}

/** Away from cdk.json: the CDK would otherwise synthesise the app for it, which it does not need, and lock cdk.out. */
export async function bootstrap(target: Target, account: string, options: CdkOptions): Promise<void> {
  const cwd = await mkdtemp(join(tmpdir(), 'dataflow-bootstrap-'));
  try {
    await cdk(target, ['bootstrap', `aws://${account}/${target.aws.region}`], { ...options, cwd });
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

/** Deploys every stack of a cloud assembly, those first that others depend on. */
export function deploy(target: Target, assembly: string, options: CdkOptions): Promise<void> {
  return cdk(
    target,
    [
      'deploy',
      '--all',
      '--app',
      assembly,
      '--require-approval',
      'never',
      '--method',
      'direct',
      '--progress',
      'events',
    ],
    options,
  );
}

export function destroy(target: Target, assembly: string, options: CdkOptions): Promise<void> {
  return cdk(target, ['destroy', '--all', '--force', '--app', assembly], options);
}
