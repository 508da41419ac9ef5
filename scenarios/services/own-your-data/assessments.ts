import type { Fields } from './programs.ts';

/** A payment to assess, and what contract v1 says of it. */
export interface Assessed {
  request: {
    assessmentId: string;
    amount: string;
    currency: string;
    customerId: string | null;
    country: string;
  };
  expected: Fields;
}

const KINDS = [
  { amount: '12.50', customerId: '17850', country: 'United Kingdom', decision: 'allow', score: 0 },
  { amount: '5000.00', customerId: '17850', country: 'United Kingdom', decision: 'review', score: 60 },
  // Release v2 stores `decline`, which contract v1 does not have.
  { amount: '9100.00', customerId: null, country: 'France', decision: 'review', score: 100 },
];

/** `count` of each kind, in turn. */
export function assessments(prefix: string, count: number): Assessed[] {
  return Array.from({ length: count }, (_, index) => index).flatMap((index) =>
    KINDS.map(({ decision, score, ...payment }, kind) => {
      const assessmentId = `${prefix}-${index}-${kind}`;
      return {
        request: { assessmentId, currency: 'GBP', ...payment },
        expected: { assessmentId, decision, score },
      };
    }),
  );
}
