import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { AwsSettings } from '../aws-access.ts';
import type { Traffic } from '../traffic.ts';

/** Where the app is deployed. All that differs between targets is said here; nothing else asks which one it is. */
export interface Target {
  /** `embedded`, `localstack`, `aws`, or the URL. */
  readonly name: string;
  /** For the SDK's clients. */
  readonly aws: AwsSettings;
  /** The CDK's command line for this target. */
  readonly cdk: 'cdk' | 'cdklocal';
  /** What that command line finds in its environment, over our own. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether the data of a deployment outlives its stacks, unless the user says otherwise. */
  readonly protectsData: boolean;
  /** How traffic is shifted there. */
  traffic(lambda: LambdaClient): Traffic;
}
