import { describe, expect, it } from 'vitest';
import { TransactionRefused } from '../../../../lambdas/shared/records.ts';

const refused = (...reasons: string[]) => new TransactionRefused(reasons, undefined);

describe('a transaction that was refused', () => {
  it('is worth another try when another write was only in the way', () => {
    expect(refused('None', 'TransactionConflict').passing).toBe(true);
    expect(refused('ThrottlingError').passing).toBe(true);
  });

  it('is not when a condition does not hold', () => {
    expect(refused('ConditionalCheckFailed', 'TransactionConflict').passing).toBe(false);
    expect(refused('ValidationError').passing).toBe(false);
  });

  it('says which item it was', () => {
    const error = refused('None', 'ConditionalCheckFailed');
    expect([error.conditionFailed(), error.conditionFailed(0), error.conditionFailed(1)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
