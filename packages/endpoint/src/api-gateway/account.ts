import type { Account } from '@aws-sdk/client-api-gateway';

/** Settings of the account before anybody changed them; the throttle is the account's default quota on AWS. */
export const DEFAULT_ACCOUNT: Account = {
  throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
  features: ['UsagePlans'],
  apiKeyVersion: '4',
};
