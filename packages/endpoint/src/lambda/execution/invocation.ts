/** One execution of a handler. */
export interface Invocation {
  requestId: string;
  /** JSON, as the caller sent it. */
  payload: Uint8Array;
  /** With the qualifier that the caller used. */
  invokedArn: string;
  /** JSON. */
  clientContext?: string;
  /** What the handler finds in `_X_AMZN_TRACE_ID`. */
  traceHeader: string;
}

/** How it ended. Every failure of the function is an outcome; only refusals to run it are thrown. */
export interface Outcome {
  payload: Uint8Array;
  failed: boolean;
  /** The last 4 KB of its log; complete only once the log has been read. */
  log(): Promise<Uint8Array>;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, as Lambda's own message has it. */
export const MAX_RESPONSE_BYTES = 6_291_556;

export interface FunctionError {
  errorType: string;
  errorMessage: string;
}

export function timedOut(requestId: string, seconds: number): FunctionError {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  };
}

const SIGNAL_NAMES: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};

/** The process ended before it answered. Running out of heap ends it with SIGABRT. */
export function exited(requestId: string, code: number | null, signal: NodeJS.Signals | null): FunctionError {
  const how =
    signal !== null
      ? `Runtime exited with error: signal: ${SIGNAL_NAMES[signal] ?? signal}`
      : code === 0
        ? 'Runtime exited without providing a reason'
        : `Runtime exited with error: exit status ${code}`;
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${how}` };
}

export function responseTooLarge(bytes: number): FunctionError {
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  };
}

export function errorPayload(error: FunctionError): Uint8Array {
  return Buffer.from(JSON.stringify(error), 'utf8');
}
