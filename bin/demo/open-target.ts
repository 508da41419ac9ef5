import { spawnEndpoint } from '../../local/spawn.ts';
import { CliError } from '../cli-error.ts';
import { endpointTarget } from '../targets/endpoint.ts';
import { accountOf } from '../targets/reachable.ts';
import { resolveTarget, type TargetOptions } from '../targets/resolve-target.ts';
import type { Target } from '../targets/target.ts';

export interface OpenTarget {
  target: Target;
  /** Whether it ends with `close`, and with it all that is deployed to it. */
  own: boolean;
  close(): Promise<void>;
}

/** The target of a demo. The embedded one is the demo's own, started here; any other is already there. */
export async function openTarget(options: TargetOptions, say: (text: string) => void): Promise<OpenTarget> {
  if (options.target !== 'embedded') {
    const target = resolveTarget(options, process.env);
    await accountOf(target);
    return { target, own: false, close: async () => {} };
  }
  const region = options.region ?? 'us-east-1';
  // Scenarios make things fail on purpose: what the endpoint warns of then is told by their findings.
  const endpoint = await spawnEndpoint({ region, logLevel: 'error' }).catch((cause: Error) => {
    throw new CliError('environment', cause.message, { cause });
  });
  if (endpoint.wantedPort !== undefined) {
    say(`Port ${endpoint.wantedPort} is in use; took ${endpoint.port} instead.`);
  }
  return {
    target: endpointTarget('embedded', endpoint.url, region),
    own: true,
    close: () => endpoint.close(),
  };
}
