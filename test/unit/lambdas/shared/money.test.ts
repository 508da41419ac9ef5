import { describe, expect, it } from 'vitest';
import { fitsMoney, formatMoney, Money, moneyText, multiply, sum } from '../../../../lambdas/shared/money.ts';

describe('money', () => {
  it('adds up exactly where floats do not', () => {
    expect(sum([Money('0.1'), Money('0.2')]).eq('0.3')).toBe(true);
    expect(multiply(Money('1.15'), 3).toFixed()).toBe('3.45');
  });

  it('is read from decimal text with up to four digits after the point', () => {
    expect(moneyText.parse('12.3456').toFixed()).toBe('12.3456');
    expect(moneyText.parse('-0.5').toFixed()).toBe('-0.5');
    expect(moneyText.parse('0').eq('0')).toBe(true);
  });

  it.each(['', '1.23456', '1e3', '1,5', ' 1', '.5', '5.', 'NaN', '1234567890123456', 12.5, null])(
    'is not read from %j',
    (text) => {
      expect(moneyText.safeParse(text).success).toBe(false);
    },
  );

  it('takes no JavaScript number, which may have been a fraction that is not exact', () => {
    expect(() => Money(0.1)).toThrow();
    expect(() => Money('1').times(0.1)).toThrow();
  });

  it('does not fit when a sum outgrows nineteen digits', () => {
    expect(fitsMoney(Money('999999999999999.9999'))).toBe(true);
    expect(fitsMoney(Money('1000000000000000'))).toBe(false);
    expect(fitsMoney(Money('0.00001'))).toBe(false);
  });

  it.each([
    ['0', '0.00'],
    ['12.5', '12.50'],
    ['-377488.45', '-377488.45'],
    ['0.0125', '0.0125'],
    ['1E+3', '1000.00'],
  ])('writes %s as %s', (amount, text) => {
    expect(formatMoney(Money(amount))).toBe(text);
  });
});
