import { awsTarget } from '../../driver/targets/aws.ts';
import { endpointTarget } from '../../driver/targets/endpoint.ts';
import { localstackTarget } from '../../driver/targets/localstack.ts';
import type { Target } from '../../driver/targets/target.ts';
import { CliError } from '../cli-error.ts';
import { checkRegion } from './region.ts';

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

/** Makes a target of the options. Nothing is contacted. @throws {CliError} when there is no such target */
export function resolveTarget(options: TargetOptions, environment: Environment): Target {
  const endpoint = () =>
    checkUrl('--endpoint', namedEndpoint(options, environment) ?? DEFAULT_ENDPOINT, 'a URL');
  const region = () => regionOf(options, environment);

  switch (options.target) {
    case 'embedded':
      return endpointTarget('embedded', endpoint(), region());
    case 'localstack':
      return localstackTarget(endpoint(), region());
    case 'aws':
      return awsTarget(checkAws(options, environment));
    default:
      return endpointTarget(
        options.target,
        checkUrl('--target', options.target, 'embedded, localstack, aws or a URL'),
        region(),
      );
  }
}

/** The endpoint that the options or the environment name. */
export function namedEndpoint(options: TargetOptions, environment: Environment): string | undefined {
  return options.endpoint ?? (environment['AWS_ENDPOINT_URL'] || undefined);
}

export function regionOf(options: TargetOptions, environment: Environment): string {
  return givenRegion(options, environment) ?? DEFAULT_REGION;
}

function givenRegion(options: TargetOptions, environment: Environment): string | undefined {
  const region = options.region ?? (environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION']);
  return region ? checkRegion(region) : undefined;
}

function checkAws(options: TargetOptions, environment: Environment): string {
  if (namedEndpoint(options, environment) !== undefined) {
    throw new CliError('usage', 'The target is aws, but an endpoint is set', {
      hint: 'Omit --endpoint and unset AWS_ENDPOINT_URL, or choose another target.',
    });
  }
  const region = givenRegion(options, environment);
  if (region === undefined) {
    throw new CliError('environment', 'No AWS Region is set', { hint: 'Set AWS_REGION or use --region.' });
  }
  return region;
}

function checkUrl(option: string, text: string, allowed: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text;
  throw new CliError('usage', `${option} must be ${allowed}, not ${JSON.stringify(text)}`, {
    hint: 'A URL looks like http://127.0.0.1:4566.',
  });
}
