import { installed, runTool } from '../run-tool.ts';
import type { Target } from '../targets/target.ts';

export interface CdkOptions {
  signal: AbortSignal;
  onLine?(line: string): void;
}

/** Questions are answered beforehand, and nothing is looked up or sent elsewhere. */
const ALWAYS = ['--no-notices', '--no-version-reporting', '--no-color', '--ci'];
const ENVIRONMENT = { CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_VALIDATION: 'false' };

/** Runs the CDK's own command line against a target. @throws {ToolError} with the last that it wrote */
export function cdk(target: Target, args: readonly string[], { signal, onLine }: CdkOptions): Promise<void> {
  return runTool(installed(target.cdk), [...args, ...ALWAYS], {
    signal,
    env: { ...ENVIRONMENT, ...target.environment },
    ...(onLine && { onLine }),
  });
}

export function bootstrap(target: Target, account: string, options: CdkOptions): Promise<void> {
  return cdk(target, ['bootstrap', `aws://${account}/${target.aws.region}`], options);
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
