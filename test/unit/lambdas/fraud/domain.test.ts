import { describe, expect, it } from 'vitest';
import { type AssessmentRequest, assess, repetition } from '../../../../lambdas/fraud/domain.ts';
import { Money } from '../../../../lambdas/shared/money.ts';

const request: AssessmentRequest = {
  assessmentId: '536365',
  amount: Money('15.3'),
  currency: 'GBP',
  customerId: '17850',
  country: 'United Kingdom',
};

describe('fraud', () => {
  it('has no doubt about what most orders are like', () => {
    expect(assess(request)).toEqual({ score: 0, decision: 'allow' });
  });

  it('has somebody look at large orders of guests, and at the largest of anybody', () => {
    expect(assess({ ...request, amount: Money('1000'), customerId: null, country: 'France' })).toEqual({
      score: 70,
      decision: 'review',
    });
    expect(assess({ ...request, amount: Money('5000') })).toEqual({ score: 60, decision: 'review' });
    expect(assess({ ...request, amount: Money('4999.99'), country: 'France' }).decision).toBe('allow');
  });

  it('gives one verdict on one request, and refuses another request with its id', () => {
    expect(repetition(request, { ...request, amount: Money('15.3000') })).toBe(request);
    expect(() => repetition(request, { ...request, amount: Money('15') })).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    );
  });
});
