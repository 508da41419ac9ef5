import { NumberValue } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { identifier, storedInteger, storedMoney } from '../../shared/fields.ts';
import { moneyText } from '../../shared/money.ts';
import type { Attributes } from '../../shared/table.ts';
import { decisionOfV1, type RiskRequest, type RiskVerdict } from '../domain.ts';

const fields = {
  assessmentId: identifier,
  amount: moneyText.refine((amount) => amount.gte('0'), 'must not be negative'),
  currency: z.literal('GBP'),
  customerId: identifier.nullable(),
  country: z.string().min(1).max(100),
};

/** What callers of contract v1 ask. They cannot name a device, and one in their JSON is an unknown field. */
export const newAssessmentV1 = z.object(fields).transform((asked) => ({ ...asked, deviceId: null }));

export const newAssessment = z.object({ ...fields, deviceId: identifier.nullable() });

/**
 * Items of v1 and v1.1 have no `outcome`, `reasons` and `deviceId`. An item may have an `outcome` and no `decision`: once
 * no release before v2 is live, the owner may remove it.
 */
export const storedAssessment = z
  .object({
    assessmentId: z.string(),
    amount: storedMoney,
    currency: z.string(),
    customerId: z.string().nullable(),
    country: z.string(),
    score: storedInteger,
    decision: z.enum(['allow', 'review']).optional(),
    outcome: z.enum(['allow', 'review', 'decline']).optional(),
    reasons: z.array(z.string()).default([]),
    deviceId: z.string().nullable().default(null),
  })
  .transform(({ decision: inV1, outcome, ...assessment }, { addIssue }) => {
    const decision = outcome ?? inV1;
    if (decision !== undefined) return { ...assessment, decision };
    addIssue('an assessment has an outcome or a decision');
    return z.NEVER;
  });

export type Assessment = RiskRequest & RiskVerdict;

/**
 * `decision` is what releases before v2 read, which fail on a value that they do not know. What they cannot say is in
 * an attribute of its own, until no release before v2 is live.
 */
export function assessmentAttributes({ decision, ...assessment }: Assessment): Attributes {
  return {
    ...assessment,
    type: 'assessment',
    amount: NumberValue.from(assessment.amount.toFixed()),
    decision: decisionOfV1(decision),
    outcome: decision,
  };
}

/** For the JSON route, whose callers know contract v1's decisions only. */
export function describe({ assessmentId, score, decision }: Assessment) {
  return { assessmentId, score, decision: decisionOfV1(decision) };
}
