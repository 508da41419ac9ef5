import { NumberValue } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { identifier, storedInteger, storedMoney } from '../../shared/fields.ts';
import { moneyText } from '../../shared/money.ts';
import type { Attributes } from '../../shared/table.ts';
import type { AssessmentRequest, Verdict } from '../domain.ts';

export const newAssessment = z.object({
  assessmentId: identifier,
  amount: moneyText.refine((amount) => amount.gte('0'), 'must not be negative'),
  currency: z.literal('GBP'),
  customerId: identifier.nullable(),
  country: z.string().min(1).max(100),
});

export const storedAssessment = z.object({
  assessmentId: z.string(),
  amount: storedMoney,
  currency: z.string(),
  customerId: z.string().nullable(),
  country: z.string(),
  score: storedInteger,
  decision: z.enum(['allow', 'review']),
});

export type Assessment = AssessmentRequest & Verdict;

export function assessmentAttributes(assessment: Assessment): Attributes {
  return { ...assessment, type: 'assessment', amount: NumberValue.from(assessment.amount.toFixed()) };
}

export function describe({ assessmentId, score, decision }: Assessment) {
  return { assessmentId, score, decision };
}
