import { runtimeError } from './errors.mjs';

/** Runs one invocation on a handler, in the way of the function's runtime. */
export const runHandler =
  process.env.AWS_EXECUTION_ENV === 'AWS_Lambda_nodejs24.x' ? runPromise : runWithCallback;

/** Since Node.js 24 a handler answers with what it returns, and with nothing else. */
async function runPromise(handler, event, context) {
  return handler(event, context);
}

/** What happens when the event loop is empty and the invocation has no answer yet. */
let whenEmpty;

/** Before Node.js 24: a promise, the callback, or `context.succeed`, `fail` and `done`. */
function runWithCallback(handler, event, context) {
  return new Promise((resolve, reject) => {
    const settle = (error, result) => {
      whenEmpty = undefined;
      if (error !== undefined && error !== null) reject(error);
      else resolve(result);
    };
    const callback = (error, result) => {
      if ((error !== undefined && error !== null) || !context.callbackWaitsForEmptyEventLoop) {
        settle(error, result);
      } else {
        whenEmpty = () => settle(null, result);
      }
    };
    context.callbackWaitsForEmptyEventLoop = true;
    context.done = settle;
    context.succeed = (result) => settle(null, result);
    context.fail = (error) => settle(error ?? 'handled');
    // A handler that does nothing more and has not answered: a forgotten callback answers null.
    whenEmpty = () => settle(null, null);
    let returned;
    try {
      returned = handler(event, context, callback);
    } catch (error) {
      settle(error);
      return;
    }
    if (typeof returned?.then !== 'function') return;
    whenEmpty = () =>
      settle(
        runtimeError('NodeJsExit', 'The event loop is empty and the promise of the handler is pending.'),
      );
    returned.then(
      (result) => settle(null, result),
      (error) => settle(error ?? 'handled'),
    );
  });
}

process.on('beforeExit', () => {
  const callback = whenEmpty;
  whenEmpty = undefined;
  callback?.();
});
