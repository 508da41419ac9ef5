import type { LambdaClient } from '@aws-sdk/client-lambda';

/** Makes the next command of this name fail before it is sent, as a connection that breaks does. */
export function failOnce(client: LambdaClient, command: string): void {
  let failed = false;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (failed || context['commandName'] !== command) return next(args);
      failed = true;
      throw new Error('injected failure');
    },
    { step: 'initialize' },
  );
}

/** Does something right after the next command of this name has succeeded. */
export function afterOnce(client: LambdaClient, command: string, act: () => Promise<void>): void {
  let done = false;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      if (!done && context['commandName'] === command) {
        done = true;
        await act();
      }
      return result;
    },
    { step: 'initialize' },
  );
}
