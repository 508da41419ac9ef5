import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { page } from '../../core/paging.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { describeStack } from '../stack/describe.ts';
import { requireStack } from '../stack/find.ts';
import { isAtRest, type Stack } from '../stack/stack.ts';
import { stackName } from './input.ts';

const PAGE = 100;

/** Longest time that an answer is held, well below the timeouts of clients. */
const HOLD_MS = 30_000;

export const describeStacks = operation('cloudformation', 'DescribeStacks', {
  resource: stackOf,
  input: z.object({ StackName: stackName.optional(), NextToken: z.string().optional() }),
  async run(engine: CloudFormationEngine, input, request) {
    if (input.StackName !== undefined) {
      const stack = requireStack(engine, input.StackName);
      await untilAtRest(engine, stack, request.signal);
      // By name, a stack that was deleted in the meantime is no longer there.
      return { Stacks: [describeStack(requireStack(engine, input.StackName))] };
    }
    const standing = [...engine.stacks.values()].filter((stack) => stack.status !== 'DELETE_COMPLETE');
    const { items, next } = page(standing, {
      keyOf: (stack) => stack.id,
      limit: PAGE,
      token: input.NextToken,
      invalid: () => cloudFormationError.validation('NextToken is not valid.'),
    });
    return { Stacks: items.map(describeStack), ...(next !== undefined && { NextToken: next }) };
  },
});

/**
 * Clients ask until a stack is at rest and sleep in between (the CDK CLI five seconds): the answer waits for that
 * moment instead, up to a limit or until the client goes away. AWS answers at once, and so does a realistic endpoint.
 */
async function untilAtRest(
  engine: CloudFormationEngine,
  stack: Stack,
  signal: AbortSignal | undefined,
): Promise<void> {
  const running = engine.running.get(stack.id);
  if (engine.context.realistic || running === undefined || isAtRest(stack.status)) return;
  let stop = () => {};
  const given = new Promise<void>((resolve) => {
    const timer = engine.context.clock.after(HOLD_MS, resolve);
    signal?.addEventListener('abort', () => resolve(), { once: true });
    stop = () => timer.cancel();
  });
  await Promise.race([running, given]);
  stop();
}
