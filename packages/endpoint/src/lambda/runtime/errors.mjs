import { types } from 'node:util';

// Errors as AWS's own runtime client words them: what a client of Invoke sees must not depend on where it runs.

/** An error of the runtime, not of the function's code; the name is its `errorType`. */
export function runtimeError(kind, message, stack) {
  const error = new Error(message);
  error.name = `Runtime.${kind}`;
  error.stack = stack ?? `${error.name}: ${message}${error.stack.slice(error.stack.indexOf('\n'))}`;
  return error;
}

export function unhandledRejection(reason) {
  const error = runtimeError('UnhandledPromiseRejection', describe(reason));
  error.reason = reason;
  return error;
}

/** The body of an error report: `{errorType, errorMessage, trace}`. */
export function toErrorResponse(error) {
  try {
    if (isErrorLike(error)) {
      return { errorType: error.name, errorMessage: error.message, trace: error.stack.split('\n') };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
    };
  }
}

/** For the log: the members above, `code`, and whatever the error carries besides. */
export function toLogged(thrown) {
  const error = thrown instanceof Error ? thrown : new Error(describe(thrown));
  try {
    return JSON.stringify(error, (_key, value) => (value instanceof Error ? enumerable(value) : value));
  } catch {
    return JSON.stringify(toErrorResponse(error));
  }
}

function enumerable(error) {
  const { name: errorType, message: errorMessage, code, stack } = error;
  return {
    errorType,
    errorMessage,
    code,
    ...error,
    ...(typeof stack === 'string' && { stack: stack.split('\n') }),
  };
}

function isErrorLike(value) {
  if (types.isNativeError(value)) return typeof value.stack === 'string';
  const { name, message, stack } = value ?? {};
  return [name, message, stack].every((member) => typeof member === 'string' && member !== '');
}

function describe(value) {
  try {
    return String(value);
  } catch {
    return 'a value without a text form';
  }
}
