import type { Account } from '@aws-sdk/client-api-gateway';

/** Default settings of the account; the throttle is the account's default quota on AWS. */
export const DEFAULT_ACCOUNT: Account = {
  throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
  features: ['UsagePlans'],
  apiKeyVersion: '4',
};
