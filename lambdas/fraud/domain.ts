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

const REUSED_ID = 'assessmentId: another assessment with this id exists';

/** Of contract v1. Simple rules. There is no refusal: a person reviews what is doubtful. */
export function assess({ amount, customerId, country }: AssessmentRequest): Verdict {
  const score =
    (amount.gte('1000') ? 30 : 0) +
    (amount.gte('5000') ? 30 : 0) +
    (customerId === null ? 25 : 0) +
    (country === 'United Kingdom' ? 0 : 15);
  return { score, decision: score >= REVIEW_FROM ? 'review' : 'allow' };
}

/** What contract v2 can ask. */
export interface RiskRequest extends AssessmentRequest {
  deviceId: string | null;
}

export interface RiskVerdict {
  /** 0 (no doubt) to 100. */
  score: number;
  decision: 'allow' | 'review' | 'decline';
  /** Names of the rules that apply, in alphabetical order. */
  reasons: readonly string[];
}

const DECLINE_FROM = 90;

interface Rule {
  reason: string;
  points: number;
  applies(request: RiskRequest): boolean;
}

/** Without a device, they add up to the score of contract v1. */
const RULES: readonly Rule[] = [
  { reason: 'foreign-country', points: 15, applies: ({ country }) => country !== 'United Kingdom' },
  { reason: 'guest', points: 15, applies: ({ customerId }) => customerId === null },
  { reason: 'large-amount', points: 30, applies: ({ amount }) => amount.gte('1000') },
  {
    reason: 'unknown-device',
    points: 10,
    applies: ({ customerId, deviceId }) => customerId === null && deviceId === null,
  },
  { reason: 'very-large-amount', points: 30, applies: ({ amount }) => amount.gte('5000') },
];

/** Of contract v2: the same score, with its reasons, and payments that are declined. */
export function assessRisk(request: RiskRequest): RiskVerdict {
  const applied = RULES.filter((rule) => rule.applies(request));
  const score = applied.reduce((points, rule) => points + rule.points, 0);
  return { score, decision: riskDecision(score), reasons: applied.map(({ reason }) => reason) };
}

function riskDecision(score: number): RiskVerdict['decision'] {
  if (score >= DECLINE_FROM) return 'decline';
  return score >= REVIEW_FROM ? 'review' : 'allow';
}

/** What callers of contract v1 get, which has no way to decline: a person decides. */
export function decisionOfV1(decision: RiskVerdict['decision']): Verdict['decision'] {
  return decision === 'decline' ? 'review' : decision;
}

/** As `repetition`. A device that one of the two does not name is not compared: contract v1 cannot name it. */
export function riskRepetition<Stored extends RiskRequest>(known: Stored, asked: RiskRequest): Stored {
  const isSameDevice =
    known.deviceId === null || asked.deviceId === null || known.deviceId === asked.deviceId;
  if (!isSameDevice) throw new ShopError('conflict', REUSED_ID);
  return repetition(known, asked);
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
  if (!same) throw new ShopError('conflict', REUSED_ID);
  return known;
}
