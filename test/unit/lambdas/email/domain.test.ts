import { describe, expect, it } from 'vitest';
import { compose } from '../../../../lambdas/email/domain.ts';

const news = { orderId: '536365', kind: 'order' as const, customerId: '17850', total: '15.30' };

describe('a message', () => {
  it('tells a customer of an order, or of its cancellation', () => {
    expect(compose(news)).toEqual({ to: '17850', subject: 'Your order 536365', total: '15.30' });
    expect(compose({ ...news, kind: 'cancellation' }).subject).toBe('Your cancellation 536365');
  });

  it('goes to a guest when nobody is known', () => {
    expect(compose({ ...news, customerId: null }).to).toBe('guest');
  });
});
