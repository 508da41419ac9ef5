import { describe, expect, it } from 'vitest';
import { TransactionCanceled } from '../../../../lambdas/shared/table.ts';

const canceled = (...reasons: string[]) => new TransactionCanceled(reasons, undefined);

describe('a canceled transaction', () => {
  it('is retryable when another write held the item or DynamoDB throttled', () => {
    expect(canceled('None', 'TransactionConflict').retryable).toBe(true);
    expect(canceled('ThrottlingError').retryable).toBe(true);
  });

  it('is not retryable when a condition failed', () => {
    expect(canceled('ConditionalCheckFailed', 'TransactionConflict').retryable).toBe(false);
    expect(canceled('ValidationError').retryable).toBe(false);
  });

  it('says whose condition failed', () => {
    const error = canceled('None', 'ConditionalCheckFailed');
    expect([error.conditionFailed(), error.conditionFailed(0), error.conditionFailed(1)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
