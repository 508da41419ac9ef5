import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target } from '../../driver/targets/target.ts';
import { installed, runTool } from '../run-tool.ts';

export interface CdkOptions {
  signal: AbortSignal;
  cwd?: string;
  onLine?(line: string): void;
}

/** Questions are answered beforehand, and nothing is looked up or sent elsewhere. */
const ALWAYS = ['--no-notices', '--no-version-reporting', '--no-color', '--ci'];
const ENVIRONMENT = { CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_VALIDATION: 'false' };

/** Runs the CDK's own command line against a target. @throws {ToolError} with the last that it wrote */
export function cdk(
  target: Target,
  args: readonly string[],
  { signal, onLine, cwd }: CdkOptions,
): Promise<void> {
  return runTool(installed(target.cdk), [...args, ...ALWAYS], {
    signal,
    env: { ...ENVIRONMENT, ...target.environment },
    ...(onLine && { onLine }),
    ...(cwd !== undefined && { cwd }),
  });
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
