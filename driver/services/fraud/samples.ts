/** The fields of an assessment's request but for its id. Contract v1 has no device. */
export interface FraudSample {
  amount: string;
  currency: string;
  customerId?: string;
  country: string;
  deviceId?: string;
}

const MINIMAL: FraudSample = { amount: '0.00', currency: 'GBP', country: 'United Kingdom' };
const FULL: FraudSample = { amount: '12.50', currency: 'GBP', customerId: '17850', country: 'France' };
/** Reviewed by contract v1, declined by contract v2. */
const DOUBTFUL: FraudSample = { amount: '9100.00', currency: 'GBP', country: 'France' };

export const FRAUD_SAMPLES = {
  v1: [MINIMAL, FULL, DOUBTFUL],
  v2: [MINIMAL, { ...FULL, deviceId: 'device-1' }, DOUBTFUL],
} as const;
