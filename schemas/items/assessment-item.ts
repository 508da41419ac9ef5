import type { ItemKey } from './item-key.ts';
import { type ItemLayout, LIST, NUMBER, optional, TEXT, TEXT_OR_NULL } from './item-layout.ts';

export function assessmentKey(assessmentId: string): ItemKey {
  return { pk: `ASSESSMENT#${assessmentId}`, sk: 'ASSESSMENT' };
}

/** Fraud's assessment of one payment. */
export const ASSESSMENT_ITEM: ItemLayout = {
  table: 'fraud',
  name: 'assessment',
  owners: ['fraud'],
  exampleKey: assessmentKey('<assessmentId>'),
  attributes: {
    type: TEXT,
    assessmentId: TEXT,
    amount: NUMBER,
    currency: TEXT,
    customerId: TEXT_OR_NULL,
    country: TEXT,
    // 0 to 100.
    score: NUMBER,
    // `allow` or `review`: releases before v2 know no other.
    decision: TEXT,
    // Of v2, and with it the decision of contract v2: `allow`, `review` or `decline`.
    outcome: optional(TEXT),
    // Of v2: names of rules.
    reasons: optional(LIST),
    // Of v2.
    deviceId: optional(TEXT_OR_NULL),
  },
};
