import { weightedTraffic } from '../traffic.ts';
import type { Target } from './target.ts';

/** AWS itself, with whatever credentials the SDK finds: environment, profile, single sign-on, role. */
export function awsTarget(region: string): Target {
  return {
    name: 'aws',
    aws: { region },
    cdk: 'cdk',
    environment: { AWS_REGION: region },
    protectsData: true,
    traffic: weightedTraffic,
  };
}
