import { format } from 'node:util';
import { toLogged } from './errors.mjs';

// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const json = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
let requestId;

export function setRequestId(id) {
  requestId = id;
}

/** Gives each line of `console` its time, request id and level, as text or as JSON. */
export function patchConsole() {
  const threshold = Math.max(LEVELS.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL), 0);
  const line = json ? jsonLine : textLine;
  LEVELS.forEach((level, index) => {
    console[level.toLowerCase()] = index < threshold ? () => {} : (...values) => write(line(level, values));
  });
  console.log = console.info;
}

/** Says in the log why an invocation, or the start, failed. */
export function logError(what, error) {
  if (json) console.error(error instanceof Error ? error : new Error(String(error)));
  else console.error(what, `\t${toLogged(error)}`);
}

function textLine(level, values) {
  return `${new Date().toISOString()}\t${requestId}\t${level}\t${format(...values)}`;
}

function jsonLine(level, values) {
  const entry = { timestamp: new Date().toISOString(), level, requestId };
  if (values.length === 1) {
    try {
      return JSON.stringify({ ...entry, message: values[0] }, (_key, value) =>
        value instanceof Error ? { ...describeError(value), ...value } : value,
      );
    } catch {
      return JSON.stringify({ ...entry, message: format(values[0]) });
    }
  }
  const error = values.find((value) => value instanceof Error);
  return JSON.stringify({ ...entry, message: format(...values), ...(error && describeError(error)) });
}

function describeError(error) {
  return {
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: error.message,
    stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
  };
}

// A message of several lines stays one log event; the endpoint turns the carriage returns back.
function write(line) {
  process.stdout.write(`${line.replaceAll('\n', '\r')}\n`);
}

const OUTPUTS = [process.stdout, process.stderr];

/** Resolves when all that was written is in the pipe: the log of an invocation comes before its answer. */
export async function flushOutput() {
  for (const stream of OUTPUTS) {
    if (stream.writableLength > 0) await new Promise((resolve) => stream.write('', resolve));
  }
}
