import { spawnEndpoint } from '@modes-of-dataflow/endpoint';
import { endpointTarget } from '../../driver/targets/endpoint.ts';
import type { Target } from '../../driver/targets/target.ts';
import { CliError } from '../cli-error.ts';
import { checkEngine } from './check-engine.ts';
import { namedEndpoint, regionOf, resolveTarget, type TargetOptions } from './resolve-target.ts';

export interface OpenTarget {
  target: Target;
  /** Whether the endpoint was started here. It ends with `close`, and with it all that is deployed to it. */
  own: boolean;
  /** Settles when an endpoint that was started here ends, for whatever reason. */
  ended?: Promise<void>;
  close(): Promise<void>;
}

export interface OpenTargetOptions extends TargetOptions {
  /** An endpoint of the command's own is as slow as AWS where clients notice. */
  realistic?: boolean;
}

/** The target that the options name. Without one, an embedded endpoint of the command's own on a free port. */
export async function openTarget(options: OpenTargetOptions): Promise<OpenTarget> {
  if (options.target !== 'embedded' || namedEndpoint(options, process.env) !== undefined) {
    if (options.realistic === true) {
      throw new CliError('usage', '--realistic is for an embedded endpoint that the command starts itself', {
        hint: 'Start the endpoint with `npm run dataflow -- local --realistic` instead.',
      });
    }
    return { target: resolveTarget(options, process.env), own: false, close: async () => {} };
  }
  checkEngine();
  const region = regionOf(options, process.env);
  // Scenarios make things fail on purpose; their findings report what the endpoint would warn of.
  const realistic = options.realistic ?? false;
  const endpoint = await spawnEndpoint({ region, port: 0, logLevel: 'error', realistic }).catch(
    (cause: Error) => {
      throw new CliError('environment', cause.message, { cause });
    },
  );
  return {
    target: endpointTarget('embedded', endpoint.url, region),
    own: true,
    ended: endpoint.ended,
    close: () => endpoint.close(),
  };
}
