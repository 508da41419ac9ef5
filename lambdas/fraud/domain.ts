/** How doubtful a payment is. No clock, no ids, no network. */
import { ShopError } from '../shared/errors.ts';
import type { Money } from '../shared/money.ts';

// Frozen releases import the keys from here.
export { assessmentKey } from '../../schemas/items/assessment-item.ts';

export interface AssessmentRequest {
  assessmentId: string;
  amount: Money;
  currency: string;
  customerId: string | null;
  country: string;
}

export interface Verdict {
  /** 0 (no doubt) to 100. */
  score: number;
  decision: 'allow' | 'review';
}

const REVIEW_FROM = 60;

/** Simple rules. There is no refusal: a person reviews what is doubtful. */
export function assess({ amount, customerId, country }: AssessmentRequest): Verdict {
  const score =
    (amount.gte('1000') ? 30 : 0) +
    (amount.gte('5000') ? 30 : 0) +
    (customerId === null ? 25 : 0) +
    (country === 'United Kingdom' ? 0 : 15);
  return { score, decision: score >= REVIEW_FROM ? 'review' : 'allow' };
}

/** An assessment with an id that is known already is a repetition if it asks the same, else a mistake. */
export function repetition<Stored extends AssessmentRequest>(
  known: Stored,
  asked: AssessmentRequest,
): Stored {
  const same =
    known.amount.eq(asked.amount) &&
    known.currency === asked.currency &&
    known.customerId === asked.customerId &&
    known.country === asked.country;
  if (!same) throw new ShopError('conflict', 'assessmentId: another assessment with this id exists');
  return known;
}
