import { weightedTraffic } from '../traffic.ts';
import type { Target } from './target.ts';

/** Any endpoint that speaks the AWS wire protocols, the embedded one first of all. */
export function endpointTarget(name: string, url: string, region: string): Target {
  const endpoint = url.replace(/\/+$/, '');
  return {
    name,
    aws: { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } },
    cdk: 'cdklocal',
    environment: localEnvironment(endpoint, region),
    protectsData: false,
    traffic: weightedTraffic,
  };
}

/** `cdklocal` wants S3's endpoint beside the general one, and takes a region only when it is set (its README). */
export function localEnvironment(endpoint: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENVAR_ALLOWLIST: 'AWS_REGION,AWS_DEFAULT_REGION',
  };
}
