import type { ItemKey } from './item-key.ts';
import { type ItemLayout, NUMBER, TEXT, TEXT_OR_NULL } from './item-layout.ts';

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
    decision: TEXT,
  },
};
