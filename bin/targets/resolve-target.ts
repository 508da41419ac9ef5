import { CliError } from '../cli-error.ts';
import { awsTarget } from './aws.ts';
import { endpointTarget } from './endpoint.ts';
import { localstackTarget } from './localstack.ts';
import type { Target } from './target.ts';

export interface TargetOptions {
  /** `embedded`, `localstack`, `aws` or a URL. */
  target: string;
  /** Where the embedded endpoint or LocalStack is, when not where it is by default. */
  endpoint?: string;
  region?: string;
}

const DEFAULT_ENDPOINT = 'http://127.0.0.1:4566';
const DEFAULT_REGION = 'us-east-1';

type Environment = Readonly<Record<string, string | undefined>>;

/** Makes a target of what was typed. Nothing is contacted. @throws {CliError} when there is no such target */
export function resolveTarget(options: TargetOptions, environment: Environment): Target {
  const region = options.region ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  const endpoint = () =>
    checkUrl('--endpoint', options.endpoint ?? environment['AWS_ENDPOINT_URL'] ?? DEFAULT_ENDPOINT);

  switch (options.target) {
    case 'embedded':
      return endpointTarget('embedded', endpoint(), region ?? DEFAULT_REGION);
    case 'localstack':
      return localstackTarget(endpoint(), region ?? DEFAULT_REGION);
    case 'aws':
      return awsTarget(checkAws(options, environment, region));
    default:
      return endpointTarget(options.target, checkUrl('--target', options.target), region ?? DEFAULT_REGION);
  }
}

function checkAws(options: TargetOptions, environment: Environment, region: string | undefined): string {
  if (options.endpoint !== undefined || environment['AWS_ENDPOINT_URL']) {
    throw new CliError('usage', 'The target is aws, and an endpoint is set as well', {
      hint: 'Leave --endpoint out and unset AWS_ENDPOINT_URL, or choose another target.',
    });
  }
  if (region === undefined) {
    throw new CliError('environment', 'No AWS region is set', { hint: 'Set AWS_REGION or give --region.' });
  }
  return region;
}

function checkUrl(option: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text;
  throw new CliError(
    'usage',
    `${option} must be embedded, localstack, aws or a URL; ${JSON.stringify(text)} is none`,
    {
      hint: 'A URL looks like http://127.0.0.1:4566.',
    },
  );
}
