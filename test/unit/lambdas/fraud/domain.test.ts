import { describe, expect, it } from 'vitest';
import {
  type AssessmentRequest,
  assess,
  assessRisk,
  decisionOfV1,
  repetition,
  riskRepetition,
} from '../../../../lambdas/fraud/domain.ts';
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

describe('fraud of contract v2', () => {
  const large = { ...request, amount: Money('5000'), customerId: null, country: 'France', deviceId: null };

  it('declines what is most doubtful, and names its reasons', () => {
    expect(assessRisk(large)).toEqual({
      score: 100,
      decision: 'decline',
      reasons: ['foreign-country', 'guest', 'large-amount', 'unknown-device', 'very-large-amount'],
    });
    expect(assessRisk({ ...large, deviceId: 'D1' })).toMatchObject({ score: 90, decision: 'decline' });
    expect(assessRisk({ ...large, country: 'United Kingdom' })).toMatchObject({
      score: 85,
      decision: 'review',
    });
    expect(assessRisk({ ...request, deviceId: null })).toEqual({ score: 0, decision: 'allow', reasons: [] });
  });

  it('agrees with contract v1 on every request that both can express', () => {
    for (const amount of ['0', '999.99', '1000', '4999.99', '5000', '9000'].map((text) => Money(text))) {
      for (const customerId of ['17850', null]) {
        for (const country of ['United Kingdom', 'France']) {
          const asked = { ...request, amount, customerId, country };
          const { score, decision } = assessRisk({ ...asked, deviceId: null });
          expect({ score, decision: decisionOfV1(decision) }).toEqual(assess(asked));
        }
      }
    }
  });

  it('compares devices where both requests name one', () => {
    const known = { ...large, deviceId: 'D1' };
    expect(riskRepetition(known, large)).toBe(known);
    expect(riskRepetition(large, known)).toBe(large);
    for (const other of [
      { ...known, deviceId: 'D2' },
      { ...known, country: 'Spain' },
    ]) {
      expect(() => riskRepetition(known, other)).toThrow(expect.objectContaining({ code: 'conflict' }));
    }
  });
});
