import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import type { DriverContext } from '../../../../driver/context.ts';
import { withReservedConcurrency } from '../../../../driver/faults/reserved-concurrency.ts';

/** Lambda's concurrency settings of one function, which is all that the driver asks for. */
function lambda(reserved: number | undefined) {
  const state = { reserved };
  const send = async (command: object) => {
    if (command instanceof PutFunctionConcurrencyCommand) {
      state.reserved = command.input.ReservedConcurrentExecutions;
    } else if (command instanceof DeleteFunctionConcurrencyCommand) state.reserved = undefined;
    else if (command instanceof GetFunctionConcurrencyCommand) {
      return { ReservedConcurrentExecutions: state.reserved };
    }
    return {};
  };
  return { state, context: { aws: { lambda: { send } } } as unknown as Pick<DriverContext, 'aws'> };
}

it.each([undefined, 0, 7])('limits a function during the work, and puts back %s', async (before) => {
  const { state, context } = lambda(before);
  const during = await withReservedConcurrency(context, 'orders', 3, async () => state.reserved);
  expect(during).toBe(3);
  expect(state.reserved).toBe(before);
});

it('puts it back when the work fails', async () => {
  const { state, context } = lambda(undefined);
  const work = withReservedConcurrency(context, 'orders', 3, async () => {
    throw new Error('failed');
  });
  await expect(work).rejects.toThrow('failed');
  expect(state.reserved).toBeUndefined();
});
